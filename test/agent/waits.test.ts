import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Wait } from '../../main/agent/waits.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

const OTHER = { agentId: 'other' as AgentId };

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([scriptedAgent(), scriptedAgent({}, 'other')]);
});
afterEach(() => turns.close());

const WAITS = script({ do: 'say', text: 'here' }, { do: 'wait-for-cancel' });
const moves = (run: TurnRun) => turns.of(run).flatMap((report) => (report.type === 'moved' ? [report.phase] : []));
const awaited = (run: TurnRun) =>
  turns.of(run).flatMap((report) => (report.type === 'awaiting' ? [report.children] : []));

/** Starts a turn that runs until it is stopped, and resolves when it does. */
async function running(more: Partial<TurnRun> = {}): Promise<TurnRun> {
  const run = turns.start(WAITS, more);
  await turns.until(() => turns.text(run) || undefined);
  return run;
}

async function stop(...runs: readonly TurnRun[]): Promise<void> {
  for (const run of runs) turns.stop(run);
  await Promise.all(runs.map((run) => turns.ended(run)));
  await free();
}

/** Resolves when no lock is held any more. */
async function free(): Promise<void> {
  while (turns.runner.locksHeld > 0) await new Promise(setImmediate);
}

function waitFor(parent: TurnRun, ...children: readonly TurnRun[]): Wait {
  const wait = turns.runner.awaiting(
    parent.turnId,
    children.map((child) => child.sessionId),
  );
  if (!wait) throw new Error('Only a turn that runs can wait');
  return wait;
}

test('[X1] [G11] a parent and its child share one agent and one folder: it waits without the lock, and goes on with it', async () => {
  const parent = await running();
  const child = turns.start('child');
  const third = turns.start(WAITS);
  const wait = waitFor(parent, child);
  expect(await turns.ended(child)).toEqual({ kind: 'completed' });
  await turns.until(() => turns.text(third) || undefined);

  const fourth = turns.start('fourth');
  await turns.until(() => moves(fourth).at(-1));
  const back = wait.resume();
  expect(awaited(parent)).toEqual([[child.sessionId]]);
  turns.stop(third);
  expect(await back).toBe(true);
  expect(awaited(parent)).toEqual([[child.sessionId], []]);
  expect(moves(fourth).at(-1)?.kind).toBe('waiting');
  turns.stop(parent);
  expect(await turns.ended(fourth)).toEqual({ kind: 'completed' });
  await free();
});

test('[X1] two parents wait for children of each other’s agents in one folder, and all come to an end', async () => {
  const [first, second] = [await running(), await running(OTHER)];
  const children = [turns.start('of the first', OTHER), turns.start('of the second')] as const;
  await Promise.all(children.map((child) => turns.until(() => moves(child).find(({ kind }) => kind === 'waiting'))));
  const waits = [waitFor(first, children[0]), waitFor(second, children[1])];
  expect(await Promise.all(children.map((child) => turns.ended(child)))).toEqual([
    { kind: 'completed' },
    { kind: 'completed' },
  ]);
  expect(await Promise.all(waits.map((wait) => wait.resume()))).toEqual([true, true]);
  await stop(first, second);
});

test('[X1] a turn that waits twice at once goes on with the last answer, and only once', async () => {
  const parent = await running();
  const [one, two] = [turns.start('one'), turns.start('two')];
  const waits = [waitFor(parent, one), waitFor(parent, two)] as const;
  let over = 0;
  const first = waits[0].resume().finally(() => {
    over += 1;
  });
  await Promise.all([turns.ended(one), turns.ended(two)]);
  expect(over).toBe(0);
  expect(await waits[1].resume()).toBe(true);
  expect(await first).toBe(true);
  expect(await waits[1].resume()).toBe(true);
  expect(awaited(parent)).toEqual([[one.sessionId], [one.sessionId, two.sessionId], [two.sessionId], []]);
  await stop(parent);
});

test('[X1] a parent that is stopped while it waits, or while it wants its lock back, leaves nothing behind', async () => {
  const [waiting, other] = [await running(), await running(OTHER)];
  const holders = [turns.start(WAITS), turns.start(WAITS, OTHER)] as const;
  const waits = [waitFor(waiting, holders[0]), waitFor(other, holders[1])] as const;
  await Promise.all(holders.map((run) => turns.until(() => turns.text(run) || undefined)));
  const back = waits[1].resume();
  turns.stop(waiting);
  turns.stop(other);
  expect(await back).toBe(false);
  expect(await waits[0].resume()).toBe(false);
  await stop(waiting, other, ...holders);
});

test('[X1] a parent that crashes while it waits leaves nothing behind', async () => {
  const path = join(turns.folder, 'now');
  const parent = turns.start(
    script({ do: 'say', text: 'here' }, { do: 'wait-for-file', path }, { do: 'crash', code: 1 }),
  );
  await turns.until(() => turns.text(parent) || undefined);
  const child = turns.start(script({ do: 'run', call: 'c', command: 'touch', args: [path] }));
  const wait = waitFor(parent, child);
  expect(await turns.ended(parent)).toMatchObject({ kind: 'failed', failure: { code: 'agent-crashed' } });
  await turns.ended(child);
  expect(await wait.resume()).toBe(false);
  expect(turns.runner.awaiting(parent.turnId, [])).toBeUndefined();
  await free();
});

test('[G11] a turn that is run alongside begins at once, and the others keep their places', async () => {
  const first = await running();
  const second = turns.start('second');
  const third = turns.start(WAITS);
  await turns.until(() => moves(third).find((phase) => phase.kind === 'waiting'));
  turns.runner.runAlongside(third.turnId);
  await turns.until(() => turns.text(third) || undefined);
  expect(turns.agentSession(third).split('-')[1]).not.toBe(turns.agentSession(first).split('-')[1]);
  turns.stop(third);
  await turns.ended(third);
  expect(moves(second)).toEqual([{ kind: 'waiting', place: 1 }]);
  turns.stop(first);
  expect(await turns.ended(second)).toEqual({ kind: 'completed' });
  await free();
});

test('[G11] as many turns run in one folder as the agent’s settings say, each in a process of its own', async () => {
  const [agent] = [scriptedAgent()];
  if (agent.kind !== 'custom') throw new Error('The scripted agent is a custom one');
  turns.directory.set([{ ...agent, turnsPerFolder: 2 }]);
  const runs = [await running(), await running()];
  const pids = runs.map((run) => turns.agentSession(run).split('-')[1]);
  expect(new Set(pids).size).toBe(2);
  const third = turns.start('third');
  await turns.until(() => moves(third).find((phase) => phase.kind === 'waiting'));
  await stop(...runs, third);
});

test('[S4.2] a session goes on in the process that has its conversation open', async () => {
  const [agent] = [scriptedAgent()];
  turns.directory.set([{ ...agent, turnsPerFolder: 2 } as typeof agent]);
  const runs = [await running(), await running()];
  await stop(...runs);
  for (const run of runs) {
    const again = turns.start('again', turns.after(run));
    expect(await turns.ended(again)).toEqual({ kind: 'completed' });
    expect(turns.attached(again)).toMatchObject({ how: 'kept', agentSession: turns.agentSession(run) });
  }
});
