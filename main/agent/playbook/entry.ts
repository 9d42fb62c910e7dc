import { Readable, Writable } from 'node:stream';
import { workerData } from 'node:worker_threads';
import { ndJsonStream } from '@agentclientprotocol/sdk';
import { systemClock } from '../../clock.ts';
import { isShape, textAt } from '../shape.ts';
import { createPlaybook } from './agent.ts';
import { pruneState } from './prune.ts';

/** Between two groups of words: reads as flowing text, and a page takes about two seconds. */
const PACE_MS = 8;
/** Overrides the pace; 0 tells everything at once. */
const PACE_VARIABLE = 'SKEIN_PLAYBOOK_PACE_MS';

const stateFolder = isShape(workerData) ? textAt(workerData, 'stateFolder') : process.argv[2];
if (stateFolder) serve(stateFolder);
else {
  process.stderr.write('usage: playbook <state folder>\n');
  process.exitCode = 2;
}

/** Serves one connection on stdin and stdout until stdin ends; then nothing keeps this thread or process alive. */
function serve(folder: string): void {
  const output = Writable.toWeb(process.stdout) as WritableStream<Uint8Array>;
  const input = Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>;
  const pace = { clock: systemClock, ms: parsePace(process.env[PACE_VARIABLE]) };
  createPlaybook(folder, pace).connect(ndJsonStream(output, input));
  pruneState(folder, systemClock.now()).catch((error: unknown) => {
    process.stderr.write(`playbook: old state could not be removed: ${String(error)}\n`);
  });
}

function parsePace(text: string | undefined): number {
  const ms = Number(text);
  return text && Number.isFinite(ms) && ms >= 0 ? ms : PACE_MS;
}
