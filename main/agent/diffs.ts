import { structuredPatch } from 'diff';
import type { Diff, Hunk } from '../../protocol/item.ts';
import { DIFF_LINES_MAX } from '../../protocol/limits.ts';

/** Unchanged lines around a change, as `git diff` shows them. */
const CONTEXT_LINES = 3;
/** Beyond so many changed lines looking for the shortest diff takes its square in time: 1,000 are some 70 ms. */
const EDITS_MAX = 1_000;
/** Texts that are longer together are not compared: that would hold up everybody else. */
const COMPARED_CHARS_MAX = 4 * 1024 * 1024;
/** A diff travels whole with its item, however long its lines are. */
const DIFF_CHARS_MAX = 256 * 1024;
const LINE_CHARS_MAX = 4 * 1024;

/** What changed between two versions of a file; `before` null or empty: it is new. */
export function diffOf(path: string, before: string | null, after: string): Diff {
  const old = before ?? '';
  const change = old === '' ? 'added' : after === '' ? 'deleted' : 'edited';
  const hunks = compared(old, after) ?? replaced(old, after);
  let added = 0;
  let removed = 0;
  for (const line of hunks.flatMap((hunk) => hunk.lines)) {
    if (line.startsWith('+')) added += 1;
    else if (line.startsWith('-')) removed += 1;
  }
  return { path, change, added, removed, ...bounded(hunks) };
}

function compared(before: string, after: string): readonly Hunk[] | undefined {
  if (before.length + after.length > COMPARED_CHARS_MAX) return undefined;
  const options = { context: CONTEXT_LINES, maxEditLength: EDITS_MAX };
  const patch = structuredPatch('', '', before, after, undefined, undefined, options);
  return patch?.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    lines: lines.filter((line) => !line.startsWith('\\')), // "\ No newline at end of file"
  }));
}

function replaced(before: string, after: string): readonly Hunk[] {
  const lines = [...linesOf(before).map((line) => `-${line}`), ...linesOf(after).map((line) => `+${line}`)];
  return [{ oldStart: 1, newStart: 1, lines }];
}

function linesOf(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function bounded(hunks: readonly Hunk[]): Pick<Diff, 'hunks' | 'omittedLines'> {
  const kept: Hunk[] = [];
  let [linesLeft, charsLeft, omittedLines] = [DIFF_LINES_MAX, DIFF_CHARS_MAX, 0];
  for (const hunk of hunks) {
    const lines: string[] = [];
    for (const line of hunk.lines) {
      if (omittedLines > 0 || linesLeft === 0 || charsLeft <= 0) {
        omittedLines += 1;
        continue;
      }
      const shown = shortened(line);
      lines.push(shown);
      linesLeft -= 1;
      charsLeft -= shown.length;
    }
    if (lines.length > 0) kept.push({ ...hunk, lines });
  }
  return { hunks: kept, omittedLines };
}

function shortened(line: string): string {
  const short = line.length > LINE_CHARS_MAX ? `${line.slice(0, LINE_CHARS_MAX)}…` : line;
  return short.toWellFormed();
}
