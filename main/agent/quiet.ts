import type { Clock } from '../clock.ts';
import { pause } from './deadline.ts';

/** An agent that repeats a conversation does so in one go: after a gap like this it is done. */
const QUIET_MS = 250;
/** What one that has answered already, and has repeated nothing yet, is given to begin. */
const LATE_MS = 1_000;
/** One that never falls silent is not waited for any longer. */
const QUIET_MS_MAX = 15_000;

/** Waits until an agent that repeats a conversation has ended; `count` says how much of it came so far. */
export async function untilQuiet(clock: Clock, count: () => number): Promise<void> {
  const from = clock.now();
  for (let before = -1; count() !== before && clock.now() - from < QUIET_MS_MAX; ) {
    before = count();
    await pause(clock, before === 0 ? LATE_MS : QUIET_MS);
  }
}
