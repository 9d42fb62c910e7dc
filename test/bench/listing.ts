import { PAGE_SESSIONS_MAX } from '../../protocol/limits.ts';
import { openSessionHost } from '../support/session-host.ts';
import { interleaved, type Measure, timed } from './measure.ts';

const LISTINGS = 50;

function hostWith(sessions: number) {
  const host = openSessionHost();
  for (let n = 0; n < sessions; n += 1) host.create();
  const list = () =>
    timed(() => {
      for (let n = 0; n < LISTINGS; n += 1) host.store.sessions.list(null, PAGE_SESSIONS_MAX);
    });
  return { host, list };
}

export const sessionListing: Measure = {
  name: 'first page of 10,000 sessions',
  unit: `ms per ${LISTINGS} pages`,
  floor: `first page of ${PAGE_SESSIONS_MAX} sessions`,
  target: '≤ 1.5',
  async run() {
    const few = hostWith(PAGE_SESSIONS_MAX);
    const many = hostWith(10_000);
    const { floor, ours } = await interleaved(few.list, many.list);
    few.host.close();
    many.host.close();
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
