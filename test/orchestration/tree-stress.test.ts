import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomAgent } from '../../protocol/agent.ts';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { standingOf, treeAround } from '../../protocol/tree.ts';
import { dice } from '../agent/stress/dice.ts';
import { HostKilled, Life } from '../restart/life.ts';
import { dead } from '../support/alive.ts';
import { seed } from '../support/arbitraries.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { planOf, scriptOf } from './tree-plan.ts';

/** Sessions below the root that the last life spawns; those before it are cut off somewhere. */
const SESSIONS = 60;
const CUT_OFF = [20, 30];
/** The sessions that are asked something afterwards, to see that their place is free. */
const ASKED = 12;

let [folder, life] = ['', undefined as Life | undefined];
const orphans: number[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-tree-'));
  mkdirSync(join(folder, 'work'));
});
afterAll(async () => {
  life?.kill();
  orphans.push(...((await life?.killed) ?? []));
  await dead(orphans);
  rmSync(folder, { recursive: true, force: true });
});

async function begin(): Promise<Life> {
  life = await Life.start(join(folder, 'data'));
  for (const tools of ['http', 'stdio', 'nameless'] as const) {
    const { kind: _, ...agent } = scriptedAgent({ tools, reopens: 'resume' }, tools) as {
      kind: 'custom';
    } & CustomAgent;
    await life.client.agents.save({ ...agent, turnsPerFolder: 3 });
  }
  return life;
}

/** Asks the root to do as planned, until it and all below it have come to rest, or the host was killed. */
async function play(host: Life, root: SessionId, sessions: number): Promise<void> {
  const text = scriptOf(planOf(dice(seed + sessions), sessions));
  const turnId = turnIdOf(ulid());
  await host.dispatch({ type: 'prompt', sessionId: root, turnId, text });
  await host.until(
    root,
    ({ head }) => head.turn?.id === turnId && head.turn.phase.kind === 'ended' && head.busyBelow.length === 0,
  );
}

test(`[S5.3] [W102] a tree of agents that spawn, wait, write and stop comes to rest whole, whatever dies in between (seed ${seed})`, async () => {
  const root = sessionIdOf(ulid());
  let host = await begin();
  const place = { agentId: AgentId.parse('http'), folder: join(folder, 'work') };
  await host.dispatch({ type: 'create', sessionId: root, ...place });
  // What earlier lives spawned counts as well.
  await host.dispatch({ type: 'set-budget', sessionId: root, budget: { ...DEFAULT_BUDGET, children: null } });
  for (const [round, sessions] of CUT_OFF.entries()) {
    host.follow(root);
    host.killAfter(3 + dice(seed + round).roll(8));
    await expect(play(host, root, sessions)).rejects.toThrow(HostKilled);
    orphans.push(...(await host.killed));
    host = await begin();
  }
  host.follow(root);
  const before = (await host.client.sessions.tree({ sessionId: root })).length;
  await play(host, root, SESSIONS);

  const tree = await host.client.sessions.tree({ sessionId: root });
  expect(tree.length - before).toBe(SESSIONS);
  const order = treeAround(root, new Map(tree.map((one) => [one.id, one])))?.order ?? [];
  expect(order.map(({ id }) => id)).toEqual(tree.map(({ id }) => id));
  expect(Math.max(...order.map(({ depth }) => depth))).toBe(4);
  expect(tree.filter(({ activity }) => standingOf(activity) === 'working')).toEqual([]);

  const some = dice(seed);
  const asked = new Set(Array.from({ length: ASKED }, () => some.pick(tree)?.id ?? root));
  asked.delete(root); // it is followed already, and has just answered
  for (const id of asked) {
    host.follow(id);
    const turnId = turnIdOf(ulid());
    await host.dispatch({ type: 'prompt', sessionId: id, turnId, text: 'still there' });
    const { window } = await host.until(id, ({ head }) => head.turn?.id === turnId && head.turn.phase.kind === 'ended');
    expect(window.items.at(-1)).toMatchObject({ kind: 'reply', text: { head: expect.stringMatching(/still there$/) } });
  }
}, 180_000);
