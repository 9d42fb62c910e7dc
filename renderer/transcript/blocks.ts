import { Lexer, type Token, type Tokens } from 'marked';
import remend from 'remend';

/** A top-level piece of Markdown with the blank lines behind it. Its place in the text names it: text only grows. */
export type Block = { readonly start: number; readonly raw: string; readonly tokens: readonly Token[] };

export type Blocks = { readonly text: string; readonly blocks: readonly Block[] };

/** Makes tokens of a text. */
export type Read = (text: string) => readonly Token[];

export const NO_BLOCKS: Blocks = { text: '', blocks: [] };

/** Closing what is half-written costs a pass over the block; a block that is longer shows its marks until it ends. */
const MENDED_CHARS_MAX = 8_000;

/**
 * Splits a text that has grown since `before`. Only its end can change, so only that is read again: a reply costs the
 * same per word however long it is. A text that did not grow from `before` is split anew.
 */
export function splitBlocks(text: string, before: Blocks, read: Read = Lexer.lex): Blocks {
  if (text === before.text) return before;
  const kept = text.startsWith(before.text) ? settledOf(before) : [];
  const from = kept.reduce((end, block) => end + block.raw.length, 0);
  return { text, blocks: [...kept, ...lex(text, from, read)] };
}

/** The tokens of a block that is still growing, with what is half-written closed: `**bold` is bold already. */
export function mended(block: Block): readonly Token[] {
  const open = block.tokens[0];
  if (open?.type === 'code' || block.raw.length > MENDED_CHARS_MAX) return block.tokens;
  return Lexer.lex(remend(block.raw));
}

export const isCode = (token: Token | undefined): token is Tokens.Code => token?.type === 'code';

const ENDS_BLANK = /\n[ \t]*\n$/;

/**
 * The blocks that nothing which follows can change. Half a line may look like the start of a block and turn out to go
 * on with the one before it, as `*` does that becomes `*so*`; or it may make a table head of the line above it. So the
 * last block that began before both lines is read again, with all behind it; and it is read from a blank line on,
 * because what a line means depends on whether it could go on with a paragraph.
 */
function settledOf({ text, blocks }: Blocks): readonly Block[] {
  const halfLine = text.lastIndexOf('\n') + 1;
  const lineAbove = halfLine > 1 ? text.lastIndexOf('\n', halfLine - 2) + 1 : 0;
  const first = blocks.findLastIndex(
    ({ start }, index) => start < lineAbove && ENDS_BLANK.test(blocks[index - 1]?.raw ?? ''),
  );
  return blocks.slice(0, Math.max(0, first));
}

function lex(text: string, from: number, read: Read): readonly Block[] {
  const blocks: { start: number; raw: string; tokens: Token[] }[] = [];
  let start = from;
  for (const token of read(text.slice(from))) {
    const last = blocks.at(-1);
    // Blank lines belong to what is before them: what follows may still be its next line.
    if (token.type === 'space' && last) last.raw += token.raw;
    else blocks.push({ start, raw: token.raw, tokens: [token] });
    start += token.raw.length;
  }
  return blocks;
}
