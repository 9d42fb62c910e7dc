import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SIGN_IN_MS } from '../../main/agent/sign-ins.ts';
import { type Clock, systemClock } from '../../main/clock.ts';
import type { Agent } from '../../protocol/agent.ts';
import { dead } from '../support/alive.ts';
import { RecordedTurns, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

const BROWSER = { id: 'browser', name: 'Browser', description: 'Opens one' };
const TERMINAL = { id: 'terminal', name: 'Terminal', type: 'terminal', args: ['sign-in', "it's me"] };
const OLDER = { id: 'older', name: 'Older', _meta: { 'terminal-auth': { command: 'older-agent', args: ['login'] } } };

let turns: RecordedTurns;
beforeEach(() => {
  turns = new RecordedTurns([]);
});
afterEach(() => turns.close());

const file = () => join(turns.folder, 'signed-in');
const asked = () => join(turns.folder, 'asked');
const pids = () => readFileSync(asked(), 'utf8').split('\n').filter(Boolean).map(Number);

function configure(signIn: Partial<Manner['signIn']>, env: Record<string, string> = {}): Agent {
  const manner = { signIn: { file: file(), methods: [BROWSER, TERMINAL, OLDER], ...signIn }, asked: asked() };
  const agent = { ...scriptedAgent(manner), env } as Agent;
  turns.directory.set([agent]);
  return agent;
}

const never = () => new AbortController().signal;
const isAsked = () => vi.waitFor(() => expect(existsSync(asked())).toBe(true), { timeout: 10_000, interval: 20 });

test('[S4.4] a turn that wants a sign-in says so; after the agent has signed in, the next one runs', async () => {
  const agent = configure({});
  expect(await turns.play('one')).toMatchObject({ kind: 'failed', failure: { code: 'agent-sign-in' } });
  expect(await turns.runner.signIns.signIn(agent, 'browser', never())).toEqual({ kind: 'done' });
  expect(await turns.play('two')).toEqual({ kind: 'completed' });
});

test('[S4.4] a process that wanted a sign-in is not asked again: somebody may have signed in elsewhere', async () => {
  configure({});
  expect(await turns.play('one')).toMatchObject({ kind: 'failed' });
  writeFileSync(file(), '');
  expect(await turns.play('two')).toEqual({ kind: 'completed' });
});

test('[S4.4] signing out reaches also the processes that rest, and not the turns that run', async () => {
  const agent = configure({ signsOut: true });
  writeFileSync(file(), '');
  expect(await turns.play('one')).toEqual({ kind: 'completed' });
  const gate = join(turns.folder, 'gate');
  const running = turns.start(JSON.stringify({ steps: [{ do: 'wait-for-file', path: gate }] }));
  await turns.until(() => turns.of(running).find(({ type }) => type === 'attached'));
  expect(await turns.runner.signIns.signOut(agent, never())).toEqual({ kind: 'done' });
  writeFileSync(gate, '');
  expect(await turns.ended(running)).toEqual({ kind: 'completed' });
  expect(await turns.play('three')).toMatchObject({ failure: { code: 'agent-sign-in' } });
});

test('[S4.4] where a process runs several turns, none begins beside one that began before', async () => {
  const agent: Agent = { ...configure({ signsOut: true }), concurrentPrompts: true, turnsPerFolder: 2 } as Agent;
  turns.directory.set([agent]);
  writeFileSync(file(), '');
  const gate = join(turns.folder, 'gate');
  const running = turns.start(JSON.stringify({ steps: [{ do: 'wait-for-file', path: gate }] }));
  await turns.until(() => turns.of(running).find(({ type }) => type === 'attached'));
  expect(await turns.runner.signIns.signOut(agent, never())).toEqual({ kind: 'done' });
  expect(await turns.play('beside')).toMatchObject({ failure: { code: 'agent-sign-in' } });
  writeFileSync(gate, '');
  expect(await turns.ended(running)).toEqual({ kind: 'completed' });
});

test('[S4.4] an agent that cannot sign out is not asked to, nor for a way that it does not offer', async () => {
  const agent = configure({ takes: 'silent' });
  expect(await turns.runner.signIns.signOut(agent, never())).toEqual({ kind: 'not-offered' });
  expect(await turns.runner.signIns.signIn(agent, 'other', never())).toEqual({ kind: 'not-offered' });
  expect(existsSync(asked())).toBe(false);
});

test('[S4.4] a refusal has the agent’s own words, and an end its own failure', async () => {
  const refusing = configure({ takes: 'refuses' });
  const { signIns } = turns.runner;
  expect(await signIns.signIn(refusing, 'browser', never())).toEqual({
    kind: 'refused',
    text: 'The account is closed',
  });
  const ending = configure({ takes: 'exit' });
  expect(await signIns.signIn(ending, 'browser', never())).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringContaining('exit code 3') },
  });
  expect(await signIns.signIn({ ...ending, command: 'no-such-agent' } as Agent, 'browser', never())).toMatchObject({
    kind: 'failed',
    failure: { code: 'agent-missing' },
  });
  expect(existsSync(file())).toBe(false);
});

test('[S4.4] an attempt that nobody answers is cancelled, and its process is gone', async () => {
  const agent = configure({ takes: 'silent' });
  const call = new AbortController();
  const attempt = turns.runner.signIns.signIn(agent, 'browser', call.signal);
  await isAsked();
  call.abort();
  expect(await attempt).toEqual({ kind: 'cancelled' });
  await dead(pids());
});

test('[S4.4] another attempt takes the place of the first', async () => {
  const agent = configure({ takes: 'silent' });
  const first = turns.runner.signIns.signIn(agent, 'browser', never());
  await isAsked();
  const call = new AbortController();
  const second = turns.runner.signIns.signIn(agent, 'browser', call.signal);
  expect(await first).toEqual({ kind: 'cancelled' });
  call.abort();
  expect(await second).toEqual({ kind: 'cancelled' });
});

test('[S4.4] after ten minutes it is over', async () => {
  const late = Promise.withResolvers<() => void>();
  const after: Clock['after'] = (ms, run) => {
    if (ms !== 10 * 60_000) return systemClock.after(ms, run);
    late.resolve(run);
    return () => undefined;
  };
  await turns.close();
  turns = new RecordedTurns([], { ...systemClock, after });
  const attempt = turns.runner.signIns.signIn(configure({ takes: 'silent' }), 'browser', never());
  await isAsked();
  (await late.promise)();
  expect(await attempt).toEqual({ kind: 'late', ms: SIGN_IN_MS });
  await dead(pids());
});

test('[S4.4] the ways are known from the last start of the agent as it is configured; else it is started when asked', async () => {
  const agent = configure({ signsOut: true });
  const { signIns } = turns.runner;
  expect(await signIns.offerOf(agent, false)).toEqual({ kind: 'unknown' });
  expect(await signIns.offerOf(agent, true)).toMatchObject({
    kind: 'known',
    ways: [
      { ...BROWSER, kind: 'agent' },
      { id: 'terminal', kind: 'terminal' },
      { id: 'older', kind: 'terminal' },
    ],
    canSignOut: true,
  });
  expect(await signIns.offerOf(agent, false)).toMatchObject({ kind: 'known' });
  const other = { ...agent, env: { HOME: '/elsewhere' } } as Agent;
  expect(await signIns.offerOf(other, false)).toEqual({ kind: 'unknown' });
  expect(await signIns.offerOf({ ...other, command: 'no-such-agent' } as Agent, true)).toMatchObject({
    kind: 'failed',
    failure: { code: 'agent-missing' },
  });
  expect(await turns.runner.signIns.offerOf(turns.directory.list()[0] as Agent, true)).toMatchObject({ ways: [] });
});

test('[S4.3] a way that needs a terminal has the line to run there, without secrets; after it the next turn runs', async () => {
  const agent = configure({ takes: 'refuses' }, { GREETING: 'hello $USER', ACME_API_KEY: 'secret' });
  expect(await turns.play('one')).toMatchObject({ failure: { code: 'agent-sign-in' } });
  const offer = await turns.runner.signIns.offerOf(agent, false);
  const ways = offer.kind === 'known' ? offer.ways : [];
  const [, way, older] = ways;
  if (way?.kind !== 'terminal') throw new Error('The terminal comes second');
  expect(way.withheld).toEqual(['ACME_API_KEY']);
  expect(way.line).not.toContain('secret');
  expect(older).toMatchObject({ line: "GREETING='hello $USER' older-agent login" });
  execFileSync('/bin/sh', ['-c', way.line]);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(['hello $USER', "it's me"]);
  expect(await turns.runner.signIns.signIn(agent, 'terminal', never())).toEqual({ kind: 'done' });
  expect(await turns.play('two')).toEqual({ kind: 'completed' });
});

test('[S4.3] a way that needs variables is gone with the agent’s settings as they are then', async () => {
  const method = { id: 'key', name: 'Key', type: 'env_var', vars: [{ name: 'ACME_API_KEY' }] };
  const signIn = { methods: [method], takes: { variable: 'ACME_API_KEY' } };
  const { signIns } = turns.runner;
  expect(await signIns.signIn(configure(signIn), 'key', never())).toEqual({
    kind: 'refused',
    text: 'ACME_API_KEY is not set',
  });
  expect(await signIns.signIn(configure(signIn, { ACME_API_KEY: 'k' }), 'key', never())).toEqual({ kind: 'done' });
  expect(await turns.play('one')).toEqual({ kind: 'completed' });
});
