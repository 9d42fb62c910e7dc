import { type Clock, nextTurn } from '../../clock.ts';

/** A few words at once read as flowing text and cost a quarter of the messages. */
const GROUP = /\s*(?:\S{1,200}\s*){1,3}/gu;
/** Without a pace, a long text still lets a cancel through every so often. */
const CHUNKS_PER_TURN = 16;

/** How fast text is told: milliseconds between two groups of words. */
export type Pace = { readonly clock: Clock; readonly ms: number };

/** The pieces in which a text is told; together they are the text, if there is a word in it. */
export const wordGroups = (text: string): readonly string[] => text.match(GROUP) ?? [];

/** Hands `text` to `say` piece by piece; stops early, without an error, when cancelled. */
export async function narrate(
  text: string,
  say: (piece: string) => Promise<void>,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, piece] of wordGroups(text).entries()) {
    if (signal.aborted) return;
    await say(piece);
    if (pace.ms > 0) await pauseUnless(pace.clock, pace.ms, signal);
    else if (index % CHUNKS_PER_TURN === CHUNKS_PER_TURN - 1) await nextTurn();
  }
}

/** Resolves after `ms`, or at once when cancelled. */
export function pauseUnless(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      takeBack();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const takeBack = clock.after(ms, done);
    signal.addEventListener('abort', done);
  });
}

/** Resolves when cancelled; `stop` ends the listening. */
export function whenAborted(signal: AbortSignal): { readonly aborted: Promise<void>; stop(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const listener = () => resolve();
  if (signal.aborted) resolve();
  else signal.addEventListener('abort', listener);
  return { aborted: promise, stop: () => signal.removeEventListener('abort', listener) };
}
