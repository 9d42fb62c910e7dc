import { join } from 'node:path';
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
  const closes = { file: join(turns.folder, 'closed') };
  expect(await turns.runner.test(agent({ reopens: 'load', closes }), {})).toEqual({
    kind: 'works',
    name: 'Scripted',
    version: '1.2.3',
    protocolVersion: 1,
    can: ['load', 'close'],
    ms: expect.any(Number),
  });
  expect(turns.runner.isRunning(agent().id)).toBe(false);
});

/** An agent whose name is what it was offered of our files. */
const TELLS_OFFER = `process.stdin.once('data', (line) => {
  const { id, params } = JSON.parse(line);
  const agentInfo = { name: JSON.stringify(params.clientCapabilities.fs), version: '1' };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, result: { protocolVersion: 1, agentCapabilities: {}, agentInfo } }));
})`;

test('[S4.3] an agent is offered to read and write files through us, unless it is set not to be', async () => {
  const offerTo = async (fields: Partial<CustomAgent>) => {
    const trial = await turns.runner.test({ ...agent(), args: ['-e', TELLS_OFFER], ...fields }, {});
    return trial.kind === 'works' ? (JSON.parse(trial.name) as unknown) : trial;
  };
  const all = { readTextFile: true, writeTextFile: true };
  expect(await offerTo({})).toEqual(all);
  expect(await offerTo({ clientFiles: true })).toEqual(all);
  expect(await offerTo({ clientFiles: false })).toEqual({ readTextFile: false, writeTextFile: false });
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
