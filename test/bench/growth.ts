import { openSessionHost } from '../support/session-host.ts';
import { interleaved, type Measure, timed } from './measure.ts';

const DELTA_CHARS = 200;
const MEGABYTE = 1024 * 1024;
const DELTAS_PER_RUN = 1000;

/** Milliseconds for the next thousand deltas of one reply that is already `chars` long. */
function growing(chars: number) {
  const host = openSessionHost();
  const sessionId = host.create();
  const turn = host.prompt(sessionId, 'Go');
  const say = (text: string) =>
    host.report(sessionId, turn, { type: 'updates', updates: [{ type: 'text', of: 'reply', message: null, text }] });
  for (let done = 0; done < chars; done += 64 * 1024) say('x'.repeat(64 * 1024));
  return {
    run: () =>
      timed(() => {
        for (let n = 0; n < DELTAS_PER_RUN; n += 1) say('y'.repeat(DELTA_CHARS));
      }),
    close: host.close,
  };
}

export const growth: Measure = {
  name: 'cost of a delta when its reply is 10 MB long',
  unit: 'ms per 1,000 deltas',
  floor: 'the same at the start of a reply',
  target: '≤ 1.2',
  async run() {
    const short = growing(0);
    const long = growing(10 * MEGABYTE);
    const { floor, ours } = await interleaved(short.run, long.run);
    short.close();
    long.close();
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.2 };
  },
};
