import { useState } from 'react';
import type { ToolPart } from '../../protocol/item.ts';
import { omittedChars } from '../../protocol/text.ts';
import { openDialog } from '../stores/window.ts';
import { words } from '../words/words.ts';
import { clean } from './escapes.ts';
import { LongText, ViewButton } from './long-text.tsx';
import type { ItemPlace } from './tool-card.tsx';

/** What is seen of an output until somebody wants more. */
const NEWEST_LINES = 5;

type Growing = Extract<ToolPart, { key: string }>;

type Props = {
  readonly place: ItemPlace;
  readonly part: Growing;
  /** What is shown instead of a text; absent: the text. */
  readonly read?: ((text: string) => string) | undefined;
};

/** An output with its newest lines, more of it on demand, and all of it in the viewer when it is too long for a card. */
export function Output({ place, part, read = (text) => text }: Props) {
  const [whole, setWhole] = useState(false);
  const { text } = part;
  if (text.length === 0) return null;
  const { earlier, newest } = newestLines(clean(text.tail === '' ? text.head : text.tail));
  const hidden = text.tail === '' ? earlier : earlier + countLines(text.head);
  const omitted = omittedChars(text) > 0;
  const view = () => openDialog({ kind: 'output', ...place, key: part.key });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <figure className="output" tabIndex={0} aria-label={words().output}>
      <div className="output-head">
        {hidden > 0 && (
          <button type="button" className="output-more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {moreLabel(whole, omitted ? null : hidden)}
          </button>
        )}
        {omitted && <ViewButton onView={view} />}
      </div>
      {whole ? (
        <LongText sessionId={place.sessionId} itemId={place.itemId} textKey={part.key} text={text} onView={view}>
          {(shown) => <pre>{read(clean(shown))}</pre>}
        </LongText>
      ) : (
        <pre>{read(newest)}</pre>
      )}
    </figure>
  );
}

/** Nobody has counted the lines that are not here. */
function moreLabel(whole: boolean, hidden: number | null): string {
  if (whole) return words().fewerLines;
  return hidden === null ? words().someEarlierLines : words().earlierLines(hidden);
}

function newestLines(text: string): { readonly earlier: number; readonly newest: string } {
  const lines = text.replace(/\n$/, '').split('\n');
  return { earlier: Math.max(0, lines.length - NEWEST_LINES), newest: lines.slice(-NEWEST_LINES).join('\n') };
}

const countLines = (text: string) => text.split('\n').length;
