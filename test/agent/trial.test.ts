import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CustomAgent } from '../../protocol/agent.ts';
import { RecordedTurns, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([]);
});
afterEach(() => turns.close());

function agent(manner: Manner = {}): CustomAgent {
  const { kind: _kind, ...custom } = scriptedAgent(manner) as { kind: string } & CustomAgent;
  return custom;
}

test('[S2.5] a trial says who the agent is and what it can, and leaves nothing running', async () => {
  expect(await turns.runner.test(agent({ reopens: 'load' }), {})).toEqual({
    kind: 'works',
    name: 'Scripted',
    version: '1.2.3',
    protocolVersion: 1,
    can: ['load', 'close'],
    ms: expect.any(Number),
  });
  expect(turns.runner.isRunning(agent().id)).toBe(false);
});

test('[S2.5] a trial that fails says why', async () => {
  expect(await turns.runner.test({ ...agent(), command: 'no-such-agent' }, {})).toMatchObject({
    kind: 'fails',
    failure: { code: 'agent-missing' },
  });
  expect(await turns.runner.test(agent({ initialize: 'exit', stderr: ['no key'] }), {})).toMatchObject({
    kind: 'fails',
    failure: { code: 'agent-start', detail: 'no key' },
  });
});
