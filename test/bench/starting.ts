import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServing } from '../support/serving.ts';
import { interleaved, type Measure, timed } from './measure.ts';

const ENTRY = 'out/main/serve.js';
const RUNS = 9;

const bareNode = () => timed(() => once(spawn(process.execPath, ['-e', '0']), 'exit'));

/** From starting the process to the first page it answers with. */
async function serve(dataFolder: string): Promise<number> {
  const start = performance.now();
  const serving = await startServing({ dataFolder, entry: ENTRY });
  await fetch(new URL('/', serving.url));
  const ms = performance.now() - start;
  await serving.stop();
  return ms;
}

export const starting: Measure = {
  name: 'start of the host to its first answer',
  unit: 'ms',
  floor: '`node -e 0`',
  target: '≤ 6',
  async run() {
    const dataFolder = mkdtempSync(join(tmpdir(), 'skein-bench-'));
    await serve(dataFolder);
    const { floor, ours } = await interleaved(bareNode, () => serve(dataFolder), RUNS);
    rmSync(dataFolder, { recursive: true, force: true });
    const ratio = ours / floor;
    return { ours, floor, ratio, meets: ratio <= 6 };
  },
};
