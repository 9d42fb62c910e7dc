import type { PromptItem } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { textOf } from '../../protocol/text.ts';
import { itemIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { openSessionHost } from '../support/session-host.ts';
import { interleaved, type Measure, timed } from './measure.ts';

const TAIL = 100;
/** Opening takes about a millisecond; so many in one run stand above the noise. */
const OPENINGS = 20;

function sessionOf(count: number) {
  const host = openSessionHost();
  const sessionId = host.create();
  const stored = host.store.sessions.read(sessionId, 1);
  if (!stored) throw new Error('The session is gone');
  const items = Array.from({ length: count }, (_, n): PromptItem => {
    const place = { id: itemIdNumber(n), turn: turnIdNumber(n), order: n * TURN_ITEMS_MAX, at: n };
    return { ...place, kind: 'prompt', text: textOf(`Item ${n}: ${'words '.repeat(40)}`) };
  });
  const head = { ...stored.state.head, itemCount: count };
  host.store.sessions.commit(sessionId, {
    durable: true,
    head,
    items: items.map((item) => ({ type: 'put', item })),
  });
  host.service.close();
  return { folder: host.folder, sessionId, host };
}

/** Reads the rows, makes the snapshot and the words that go over the wire, with nothing kept from before. */
function opening({ host, sessionId }: ReturnType<typeof sessionOf>): () => Promise<number> {
  return () =>
    timed(() => {
      for (let n = 0; n < OPENINGS; n += 1) JSON.stringify(host.store.sessions.read(sessionId, TAIL));
    });
}

export const sessionOpening: Measure = {
  name: 'opening a session of 100,000 items',
  unit: `ms per ${OPENINGS} openings`,
  floor: 'opening one of 100 items',
  target: '≤ 1.5',
  async run() {
    const small = sessionOf(100);
    const large = sessionOf(100_000);
    const { floor, ours } = await interleaved(opening(small), opening(large));
    small.host.close();
    large.host.close();
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
