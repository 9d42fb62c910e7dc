import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type HostClient, startServing } from '../support/serving.ts';
import { openSessionHost } from '../support/session-host.ts';
import { interleaved, type Measure, timed } from './measure.ts';

/** One list takes about a millisecond; so many in one run stand above the noise. */
const LISTINGS = 20;

async function hostWith(sessions: number) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
  const writer = openSessionHost({ folder: dataFolder });
  for (let n = 0; n < sessions; n += 1) writer.create();
  writer.abandon();
  const serving = await startServing({ dataFolder, entry: 'out/main/serve.js' });
  const { client, socket } = await connect(serving.url);
  const close = async () => {
    socket.close();
    await serving.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { list: () => listings(client), close };
}

/** What a window asks for when it opens: all it needs for its list, until it is there. */
async function listings(client: HostClient): Promise<number> {
  return timed(async () => {
    for (let n = 0; n < LISTINGS; n += 1) await firstPage(client);
  });
}

async function firstPage(client: HostClient): Promise<void> {
  for await (const item of await client.app.watch({})) if (item.type === 'snapshot') return;
}

export const sessionListing: Measure = {
  name: 'first page of 10,000 sessions',
  unit: `ms per ${LISTINGS} pages`,
  floor: 'first page of 10 sessions',
  target: '≤ 1.5',
  async run() {
    const few = await hostWith(10);
    const many = await hostWith(10_000);
    await few.list();
    await many.list();
    const { floor, ours } = await interleaved(few.list, many.list);
    await few.close();
    await many.close();
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 1.5 };
  },
};
