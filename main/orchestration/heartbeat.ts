import type { Clock } from '../clock.ts';
import type { ToolCall } from './tool.ts';

/** One agent gives a tool up after 60 s without a word. */
const BEAT_MS = 5_000;

/** Tells the caller again and again what is being waited for, until that has settled. */
export async function whileBeating<Value>(
  clock: Clock,
  call: Pick<ToolCall, 'progress'>,
  words: () => string,
  work: Promise<Value>,
): Promise<Value> {
  let next: () => void;
  const beat = () => {
    call.progress(words());
    next = clock.after(BEAT_MS, beat);
  };
  next = clock.after(BEAT_MS, beat);
  try {
    return await work;
  } finally {
    next();
  }
}
