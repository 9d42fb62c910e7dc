import type { Diff, Hunk } from '../../protocol/item.ts';
import { words } from '../words/words.ts';

type Line = { readonly number: number; readonly sign: ' ' | '+' | '-'; readonly text: string };

/** A change as its hunks. The sign is always shown: colour is never the only sign. */
export function DiffView({ diff }: { readonly diff: Diff }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <figure className="diff" tabIndex={0} aria-label={diff.path}>
      {diff.hunks.map((hunk) => (
        <HunkView key={`${hunk.oldStart}:${hunk.newStart}`} hunk={hunk} />
      ))}
      {diff.omittedLines > 0 && <p className="diff-more">{words().moreDiffLines(diff.omittedLines)}</p>}
    </figure>
  );
}

const NAMES = { ' ': '', '+': 'added', '-': 'removed' } as const;

function HunkView({ hunk }: { readonly hunk: Hunk }) {
  return (
    <div className="hunk">
      {linesOf(hunk).map((line) => (
        <div key={`${line.sign}${line.number}`} className={`diff-line diff-${NAMES[line.sign] || 'same'}`}>
          <span className="diff-number">{line.number}</span>
          <span className="diff-sign">{line.sign === '-' ? '−' : line.sign}</span>
          <span className="diff-text">{line.text}</span>
        </div>
      ))}
    </div>
  );
}

function linesOf(hunk: Hunk): readonly Line[] {
  let before = hunk.oldStart;
  let after = hunk.newStart;
  return hunk.lines.map((line) => {
    const sign = line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
    const number = sign === '-' ? before : after;
    if (sign !== '+') before += 1;
    if (sign !== '-') after += 1;
    return { number, sign, text: line.slice(1) };
  });
}
