import { useState } from 'react';
import type { ToolPart } from '../../protocol/item.ts';
import { words } from '../words/words.ts';
import { LongText } from './long-text.tsx';
import type { ItemPlace } from './tool-card.tsx';

/** What is seen of an output until somebody wants more. */
const NEWEST_LINES = 5;
/** Colours and cursor moves of terminals. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what these are.
const ESCAPES = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007|\r(?!\n)/g;

type Growing = Extract<ToolPart, { key: string }>;

/** An output with its newest lines, and all of it on demand. */
export function Output({ place, part }: { readonly place: ItemPlace; readonly part: Growing }) {
  const [whole, setWhole] = useState(false);
  const { text } = part;
  if (text.length === 0) return null;
  const { earlier, newest } = newestLines(clean(text.tail === '' ? text.head : text.tail));
  const hidden = text.tail === '' ? earlier : earlier + countLines(text.head);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <figure className="output" tabIndex={0} aria-label={words().output}>
      {hidden > 0 && (
        <button type="button" className="output-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? words().fewerLines : words().earlierLines(hidden)}
        </button>
      )}
      {whole ? (
        <LongText sessionId={place.sessionId} itemId={place.itemId} textKey={part.key} text={text}>
          {(shown) => <pre>{clean(shown)}</pre>}
        </LongText>
      ) : (
        <pre>{newest}</pre>
      )}
    </figure>
  );
}

const clean = (text: string) => text.replace(ESCAPES, '').toWellFormed();

function newestLines(text: string): { readonly earlier: number; readonly newest: string } {
  const lines = text.replace(/\n$/, '').split('\n');
  return { earlier: Math.max(0, lines.length - NEWEST_LINES), newest: lines.slice(-NEWEST_LINES).join('\n') };
}

const countLines = (text: string) => text.split('\n').length;
