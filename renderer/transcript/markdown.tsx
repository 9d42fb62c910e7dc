import type { Token, Tokens } from 'marked';
import { Fragment, memo, type ReactNode, useRef } from 'react';
import { SessionId } from '../../protocol/ids.ts';
import { MentionView } from '../completion/mention-view.tsx';
import { type Block, isCode, mended, NO_BLOCKS, splitBlocks } from './blocks.ts';
import { CodeBlock } from './code-block.tsx';
import { lexMentions, type MentionToken } from './mention-tokens.ts';
import { lexSessions } from './session-tokens.ts';
import { drawStretches } from './stretches.tsx';
import './markdown.css';

type Props = {
  readonly text: string;
  readonly growing: boolean;
  /** What stands behind an `@` is shown as what it is. */
  readonly mentions?: boolean;
  /** Sessions alone are, however they are written. */
  readonly sessions?: boolean;
};

/** Markdown that may still be growing. Blocks that are finished are never read or drawn again. */
export function Markdown({ text, growing, mentions = false, sessions = false }: Props) {
  const before = useRef(NO_BLOCKS);
  const { blocks } = splitBlocks(text, before.current, readerOf(mentions, sessions));
  before.current = { text, blocks };
  return (
    <div className="md">
      {blocks.map((block, index) => (
        <BlockView key={block.start} block={block} growing={growing && index === blocks.length - 1} />
      ))}
    </div>
  );
}

const readerOf = (mentions: boolean, sessions: boolean) =>
  mentions ? lexMentions : sessions ? lexSessions : undefined;

/** The first marks of the fence that will close the code: no line of it. */
const HALF_FENCE = /\n(?:`{1,2}|~{1,2})$/;

const BlockView = memo(
  function BlockView({ block, growing }: { readonly block: Block; readonly growing: boolean }) {
    const first = block.tokens[0];
    if (isCode(first)) {
      const text = growing ? first.text.replace(HALF_FENCE, '') : first.text;
      return <CodeBlock text={text} language={first.lang ?? ''} growing={growing} />;
    }
    const tokens = growing ? mended(block) : block.tokens;
    return (
      <>
        {drawAll(tokens)}
        {growing && <span className="tail" />}
      </>
    );
  },
  (a, b) => a.block.raw === b.block.raw && a.growing === b.growing,
);

// biome-ignore-start lint/suspicious/noArrayIndexKey: tokens of a block have no ids and are drawn anew together.
const drawAll = (tokens: readonly Token[] = []) =>
  tokens.map((token, index) => <Fragment key={index}>{draw(token)}</Fragment>);
// biome-ignore-end lint/suspicious/noArrayIndexKey: see above

/** Raw HTML is shown as the text that it is: nothing of an agent's becomes markup. */
function draw(token: Token): ReactNode {
  const drawn = DRAWN[token.type];
  return drawn ? drawn(token as never) : token.raw;
}

type Drawing = { readonly [Type: string]: (token: never) => ReactNode };

const DRAWN: Drawing = {
  space: () => null,
  hr: () => <hr />,
  br: () => <br />,
  escape: (token: Tokens.Escape) => token.text,
  text: (token: Tokens.Text) => (token.tokens ? drawAll(token.tokens) : drawStretches(unescaped(token.text))),
  paragraph: (token: Tokens.Paragraph) => <p>{drawAll(token.tokens)}</p>,
  heading: (token: Tokens.Heading) => <Heading depth={token.depth}>{drawAll(token.tokens)}</Heading>,
  strong: (token: Tokens.Strong) => <strong>{drawAll(token.tokens)}</strong>,
  em: (token: Tokens.Em) => <em>{drawAll(token.tokens)}</em>,
  del: (token: Tokens.Del) => <del>{drawAll(token.tokens)}</del>,
  mention: (token: MentionToken) => <MentionView of={token.of} raw={token.raw} />,
  codespan: (token: Tokens.Codespan) => <code>{token.text}</code>,
  blockquote: (token: Tokens.Blockquote) => <blockquote>{drawAll(token.tokens)}</blockquote>,
  code: (token: Tokens.Code) => <CodeBlock text={token.text} language={token.lang ?? ''} growing={false} />,
  link: (token: Tokens.Link) => sessionLink(token) ?? <Link href={token.href}>{drawAll(token.tokens)}</Link>,
  image: (token: Tokens.Image) => <Link href={token.href}>{token.text || token.href}</Link>,
  list: (token: Tokens.List) => <List list={token} />,
  table: (token: Tokens.Table) => <Table table={token} />,
};

/** Headings of a reply lie below that of the page, in two steps: agents seldom begin with the first of the six. */
function Heading({ depth, children }: { readonly depth: number; readonly children: ReactNode }) {
  const Level = depth <= 2 ? 'h2' : 'h3';
  return <Level className={depth === 1 ? 'md-title' : undefined}>{children}</Level>;
}

/** A link to a session is the session, by its own name. */
function sessionLink({ href }: Tokens.Link): ReactNode {
  const id = href.startsWith(SESSION_ADDRESS) ? SessionId.safeParse(href.slice(SESSION_ADDRESS.length)) : undefined;
  return id?.success ? <MentionView of={{ kind: 'session', id: id.data }} raw={href} /> : undefined;
}

const SESSION_ADDRESS = 'skein://session/';

const SAFE_LINK = /^(https?|mailto):/i;

/** Only what a browser opens harmlessly is a link; everything else shows its address. */
function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  if (!SAFE_LINK.test(href)) return <span title={href}>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

function List({ list }: { readonly list: Tokens.List }) {
  // biome-ignore-start lint/suspicious/noArrayIndexKey: items of a list have no ids and are drawn anew together.
  const items = list.items.map((item, index) => (
    <li key={index}>
      {item.task && <input type="checkbox" checked={item.checked === true} readOnly disabled aria-label={item.text} />}
      {drawAll(item.tokens.filter((token) => token.type !== 'checkbox'))}
    </li>
  ));
  // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
  return list.ordered ? <ol start={Number(list.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { readonly table: Tokens.Table }) {
  // biome-ignore-start lint/suspicious/noArrayIndexKey: cells have no ids and are drawn anew together.
  return (
    <div className="md-table">
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index}>{drawAll(cell.tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, index) => (
                <td key={index}>{drawAll(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The lexer writes these five for HTML; React writes them itself. */
const unescaped = (text: string) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
