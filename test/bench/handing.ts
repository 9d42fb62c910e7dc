import { realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { Directory } from '../../main/agent/directory.ts';
import { createRunner } from '../../main/agent/runner.ts';
import { systemClock } from '../../main/clock.ts';
import type { Report } from '../../main/session/runner-ports.ts';
import { AttachmentFiles } from '../../main/store/attachments.ts';
import { AgentId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';

const TURNS = 60;
const HAND_OVER_MS_MAX = 5;

/** What nobody can do without: the folder must be there, and be the one that was meant. */
async function lookMs(folder: string): Promise<number> {
  const all: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    all.push(await timed(async () => stat(await realpath(folder))));
  }
  return median(all);
}

/** A runner whose reports cost nothing but a look at the clock. */
function openTimed() {
  const runner = createRunner({
    ...{ clock: systemClock, directory: new Directory([scriptedAgent()]), version: '0.0.0' },
    playbookEntry: new URL('../support/threaded-agent.ts', import.meta.url),
    playbookState: join(tmpdir(), 'skein-bench-playbook'),
    attachments: new AttachmentFiles(join(tmpdir(), 'skein-bench-playbook'), systemClock),
  });
  const [starts, ends]: [number[], number[]] = [[], []];
  let whole = Promise.withResolvers<void>();
  const note = (report: Report) => {
    if (report.type === 'moved' && report.phase.kind === 'starting') starts.push(performance.now());
    if (report.type !== 'ended') return;
    ends.push(performance.now());
    if (ends.length === TURNS) whole.resolve();
  };
  runner.bind({
    report: (_session, _turn, report) => void note(report),
    transcript: () => '',
    mayCopy: () => true,
    mentioned: () => undefined,
    configured: () => {},
  });
  /** From the end of a turn to the start of the one that waits for its lock, in a line of many. */
  const handOverMs = async (): Promise<number> => {
    starts.length = 0;
    ends.length = 0;
    whole = Promise.withResolvers();
    const [agentId, folder] = [AgentId.parse('scripted'), tmpdir()];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [sessionId, turnId] = [sessionIdOf(ulid()), turnIdOf(ulid())];
      runner.start({ sessionId, turnId, agentId, folder, prompt: 'hello', agentSession: null, wanted: {} });
    }
    await whole.promise;
    return median(starts.slice(1).map((start, before) => start - (ends[before] ?? Number.NaN)));
  };
  return { runner, handOverMs };
}

export const handingOver: Measure = {
  name: 'lock of an agent and a folder, from one turn to the next, median',
  unit: 'ms',
  floor: 'finding the folder',
  target: `≤ ${HAND_OVER_MS_MAX} ms`,
  async run() {
    const { runner, handOverMs } = openTimed();
    await handOverMs();
    const { floor, ours } = await interleaved(() => lookMs(tmpdir()), handOverMs);
    await runner.close();
    return { ours, floor, ratio: ours / floor, meets: ours <= HAND_OVER_MS_MAX };
  },
};
