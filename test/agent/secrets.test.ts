import { afterEach, expect, test } from 'vitest';
import type { SecretsOf } from '../../main/agent/host.ts';
import type { Agent, CustomAgent } from '../../protocol/agent.ts';
import { ok, refuse } from '../../protocol/result.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

let turns: RecordedTurns | undefined;
afterEach(() => turns?.close());

const agent = { ...scriptedAgent(), secrets: ['KEY'] } as Agent & CustomAgent;
const open = (secretsOf: SecretsOf) => {
  turns = new RecordedTurns([agent], undefined, { secretsOf });
  return turns;
};

/** The value that a turn's agent has. */
async function saidBy(opened: RecordedTurns): Promise<string> {
  const run = opened.start(script({ do: 'say-env', name: 'KEY' }));
  await opened.ended(run);
  return opened.text(run);
}

test('[S4.3] an agent gets the values of its secrets in its environment', async () => {
  const opened = open(async ({ id, secrets }) => ok({ KEY: `${id} ${secrets}` }));
  const run = opened.start(script({ do: 'say-env', name: 'KEY' }));
  await opened.ended(run);
  expect(opened.text(run)).toBe('KEY=scripted KEY');
});

test('[S4.3] an agent whose secret is missing or sealed is not started, and its turn says which', async () => {
  for (const state of ['missing', 'sealed'] as const) {
    const opened = open(async () => refuse({ name: 'KEY', state }));
    expect(await opened.ended(opened.start('Hello'))).toMatchObject({
      kind: 'failed',
      failure: { code: `secret-${state}`, message: expect.stringContaining('KEY') },
    });
    await opened.close();
  }
});

test('[S4.3] a trial uses what was typed before it is kept, and what is kept for the rest', async () => {
  const asked: (readonly string[])[] = [];
  const opened = open(async ({ secrets = [] }) => {
    asked.push(secrets);
    return secrets.includes('ABSENT') ? refuse({ name: 'ABSENT', state: 'missing' }) : ok({ KEY: 'kept' });
  });
  const { kind: _, ...custom } = agent as { kind: string } & CustomAgent;
  const trial = { ...custom, secrets: ['KEY', 'TYPED'] };
  expect(await opened.runner.test(trial, { TYPED: 'x' })).toMatchObject({ kind: 'works' });
  expect(await opened.runner.test({ ...custom, secrets: ['ABSENT'] }, {})).toMatchObject({
    kind: 'fails',
    failure: { code: 'secret-missing' },
  });
  expect(asked).toEqual([['KEY'], ['ABSENT']]);
});

test('[S4.3] the next turn after a secret was changed gets the new value, though the process rests', async () => {
  let value = 'old';
  const opened = open(async () => ok({ KEY: value }));
  expect(await saidBy(opened)).toBe('KEY=old');
  value = 'new';
  opened.runner.renew(agent.id);
  expect(await saidBy(opened)).toBe('KEY=new');
});

test('[S4.3] so does the next turn after one whose process had the old value and was still starting', async () => {
  let value = 'old';
  const opened: RecordedTurns = open(async () => {
    const read = value;
    if (read === 'old') opened.runner.renew(agent.id);
    value = 'new';
    return ok({ KEY: read });
  });
  expect(await saidBy(opened)).toBe('KEY=old');
  expect(await saidBy(opened)).toBe('KEY=new');
});

test('[S4.3] a process that has an old value is not asked for its list either, though a turn still runs in it', async () => {
  const lister = { ...agent, ...scriptedAgent({ lists: [[]] }) };
  let starts = 0;
  const opened = new RecordedTurns([lister], undefined, { secretsOf: async () => ok({ KEY: String(++starts) }) });
  turns = opened;
  const list = () => opened.runner.sessionsOf(lister, { folder: null, cursor: null }, new AbortController().signal);
  const run = opened.start(script({ do: 'say', text: 'busy' }, { do: 'wait-for-cancel' }));
  await opened.until(() => opened.text(run) || undefined);
  await list();
  expect(starts).toBe(1);
  opened.runner.renew(lister.id);
  expect(await list()).toMatchObject({ ok: true });
  expect(starts).toBe(2);
  opened.stop(run);
  await opened.ended(run);
});
