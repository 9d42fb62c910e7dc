import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BAD_LINES_MAX } from '../../main/agent/connection.ts';
import type { AgentId } from '../../protocol/ids.ts';
import type { Failure } from '../../protocol/turn.ts';
import { dead } from '../support/alive.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns();
});
afterEach(() => turns.close());

const as = (manner: Manner) => turns.directory.set([scriptedAgent(manner)]);

async function failure(prompt: string): Promise<Failure> {
  const outcome = await turns.play(prompt);
  if (outcome.kind !== 'failed') throw new Error(`It ended ${outcome.kind}`);
  return outcome.failure;
}

test('[S2.5] a crash fails the turn with the exit and the last words, keeps what was said, and the next turn runs', async () => {
  const run = turns.start(
    script({ do: 'say', text: 'so far' }, { do: 'warn', line: 'out of luck' }, { do: 'crash', code: 9 }),
  );
  expect(await turns.ended(run)).toEqual({
    kind: 'failed',
    failure: {
      code: 'agent-crashed',
      message: expect.stringContaining('exit code 9'),
      detail: expect.stringContaining('out of luck'),
    },
  });
  expect(turns.text(run)).toBe('so far');
  expect(await turns.play('next')).toEqual({ kind: 'completed' });
});

test('[S2.5] what a crashed agent started ends with it', async () => {
  const run = turns.start(script({ do: 'spawn' }, { do: 'crash', code: 1 }));
  expect(await turns.ended(run)).toMatchObject({ failure: { code: 'agent-crashed' } });
  await dead([Number(turns.text(run))]);
});

test('[S2.5] only the last forty lines of stderr are kept', async () => {
  const stderr = Array.from({ length: 500 }, (_, index) => `line ${index}`);
  as({ initialize: 'exit', stderr });
  const { code, message, detail } = await failure('hello');
  expect(code).toBe('agent-start');
  expect(message).toContain('exit code 7');
  expect(detail.split('\n')).toEqual(stderr.slice(-40));
});

test('[S2.5] a command that is not there', async () => {
  turns.directory.set([
    { kind: 'custom', id: 'scripted' as AgentId, name: 'X', command: 'no-such-agent', args: [], env: {} },
  ]);
  expect(await failure('hello')).toMatchObject({
    code: 'agent-missing',
    message: expect.stringContaining('no-such-agent'),
  });
});

test('[S2.5] an agent that is not configured any more', async () => {
  turns.directory.set([]);
  expect(await failure('hello')).toMatchObject({
    code: 'agent-missing',
    message: expect.stringContaining('@scripted'),
  });
});

test('[S2.5] a folder that is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-gone-'));
  rmSync(folder, { recursive: true });
  const run = turns.start('hello', { folder });
  expect(await turns.ended(run)).toMatchObject({ kind: 'failed', failure: { code: 'folder-missing' } });
});

test('[S2.5] another version of the protocol', async () => {
  as({ protocolVersion: 2 });
  expect(await failure('hello')).toMatchObject({
    code: 'agent-protocol',
    message: expect.stringContaining('version 2'),
  });
});

test('[S2.5] an agent that wants a sign-in first, naming its ways', async () => {
  as({ opens: 'sign-in' });
  expect(await failure('hello')).toMatchObject({ code: 'agent-sign-in', detail: 'Sign in with a browser' });
  as({});
  expect(await failure(script({ do: 'fail', code: -32000, message: 'x' }))).toMatchObject({ code: 'agent-sign-in' });
});

test('[S2.5] an error as the answer to the prompt, in the words of the agent', async () => {
  expect(await failure(script({ do: 'fail', code: -32603, message: 'The model is tired' }))).toMatchObject({
    code: 'agent-error',
    message: 'The model is tired',
  });
});

test('[S2.5] an agent that goes on writing what is no message', async () => {
  const { code, message } = await failure(script({ do: 'raw', line: 'garbage', times: BAD_LINES_MAX }, { do: 'hang' }));
  expect(code).toBe('agent-protocol');
  expect(message).toContain('does not speak');
});

test('[S2.5] variables of the agent reach it, and those of our own shell do not', async () => {
  process.env['ELECTRON_RUN_AS_NODE'] = '1';
  const agent = scriptedAgent();
  if (agent.kind !== 'custom') throw new Error('The scripted agent is a custom one');
  turns.directory.set([{ ...agent, env: { MINE: 'yes' } }]);
  const command = 'printf "$MINE $ELECTRON_RUN_AS_NODE."';
  const run = turns.start(script({ do: 'run', call: 'c', command: `env | grep -c ELECTRON_RUN; ${command}` }));
  await turns.ended(run).finally(() => delete process.env['ELECTRON_RUN_AS_NODE']);
  expect(turns.text(run)).toContain('"output":"0\\n .');
});
