import { expect, test } from 'vitest';
import type { Agent } from '../../protocol/agent.ts';
import { seed } from '../support/arbitraries.ts';
import { scriptedAgent } from '../support/recorded-turns.ts';
import { Stress } from './stress/stress.ts';

/** One process per turn; two turns in a folder; many turns in a process. */
const AGENTS: readonly Agent[] = [
  scriptedAgent({ reopens: 'resume' }, 'one'),
  { ...scriptedAgent({ reopens: 'load' }, 'two'), turnsPerFolder: 2 } as Agent,
  { ...scriptedAgent({ reopens: 'resume' }, 'many'), turnsPerFolder: 2, concurrentPrompts: true } as Agent,
];

test(`[S4.1] [X1] nothing is stuck, lost or left when turns are stopped, jump the line, lose their agents and their host (seed ${seed})`, async () => {
  const until = Date.now() + 12_000;
  const stress = new Stress({
    seed,
    agents: AGENTS,
    sessions: 6,
    folders: 2,
    turns: 10,
    until,
    crashes: 6,
    restarts: 1,
  });
  const { turns, completed, stopped, killed, restarts } = await stress.run();
  expect(turns).toBeGreaterThan(6);
  for (const some of [completed, stopped, killed, restarts]) expect(some).toBeGreaterThan(0);
});
