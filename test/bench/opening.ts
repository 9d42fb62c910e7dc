import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '../../protocol/ids.ts';
import type { PromptItem } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { textOf } from '../../protocol/text.ts';
import type { Turn } from '../../protocol/turn.ts';
import { itemIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { connect, type HostClient, startServing } from '../support/serving.ts';
import { openSessionHost } from '../support/session-host.ts';
import { interleaved, type Measure, timed } from './measure.ts';

const TAIL = 100;
/** Opened first in every run, so that what is loaded once is not counted. */
const WARM_UP_ITEMS = 10;

type Written = {
  readonly dataFolder: string;
  readonly small: SessionId;
  readonly large: SessionId;
  readonly warmUp: SessionId;
};

function write(): Written {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const host = openSessionHost({ folder: dataFolder });
  const fill = (count: number) => {
    const sessionId = host.create();
    const head = host.store.sessions.read(sessionId, 1)?.state.head;
    if (!head) throw new Error('The session is gone');
    const items = Array.from({ length: count }, (_, n) => ({ type: 'put', item: itemOf(n) }) as const);
    const turns = Array.from({ length: count }, (_, n) => ({ type: 'put', turn: turnOf(n) }) as const);
    host.store.sessions.commit(sessionId, { durable: true, head: { ...head, itemCount: count }, turns, items });
    return sessionId;
  };
  const written = { dataFolder, small: fill(100), large: fill(100_000), warmUp: fill(WARM_UP_ITEMS) };
  host.abandon();
  return written;
}

function turnOf(n: number): Turn {
  const parent = n === 0 ? null : turnIdNumber(n - 1);
  const phase = { kind: 'ended', outcome: { kind: 'completed' }, at: n, cleared: false } as const;
  return { id: turnIdNumber(n), parent, index: n, at: n, phase };
}

function itemOf(n: number): PromptItem {
  const place = { id: itemIdNumber(n), turn: turnIdNumber(n), order: n * TURN_ITEMS_MAX, at: n };
  return { ...place, kind: 'prompt', text: textOf(`Item ${n}: ${'words '.repeat(40)}`) };
}

/** Milliseconds from asking a host that has just started until the window has all it shows. */
async function open({ dataFolder, warmUp }: Written, sessionId: SessionId): Promise<number> {
  const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const { client, socket } = await connect(serving.url);
  await snapshotOf(client, warmUp);
  const ms = await timed(() => snapshotOf(client, sessionId));
  socket.close();
  await serving.stop();
  return ms;
}

async function snapshotOf(client: HostClient, sessionId: SessionId): Promise<void> {
  for await (const item of await client.sessions.follow({ sessionId, tail: TAIL }))
    if (item.type === 'snapshot') return;
}

export const sessionOpening: Measure = {
  name: 'opening a session of 100,000 items',
  unit: 'ms',
  floor: 'opening one of 100 items',
  target: '≤ 1.5',
  async run() {
    const written = write();
    const { floor, ours } = await interleaved(
      () => open(written, written.small),
      () => open(written, written.large),
      9,
    );
    rmSync(written.dataFolder, { recursive: true, force: true });
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
