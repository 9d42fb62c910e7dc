import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import type { Head, SessionState } from '../../../protocol/head.ts';
import { AgentId, type SessionId, sessionIdOf, turnIdOf } from '../../../protocol/ids.ts';
import { RealHost } from '../../support/real-host.ts';

let real: RealHost;
let folder: string;

beforeAll(async () => {
  vi.stubEnv('SKEIN_PLAYBOOK_PACE_MS', '0');
  real = await RealHost.open({});
});
afterAll(async () => {
  await real.close();
  vi.unstubAllEnvs();
});

/** A repository with one commit. */
beforeEach(() => {
  folder = mkdtempSync(join(real.folder, 'repository-'));
  writeFileSync(join(folder, 'Makefile'), 'test:\n\t@echo tested here\n');
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '-q', '-m', 'Begin');
});

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });

function create(): SessionId {
  const sessionId = sessionIdOf(ulid());
  dispatch({ type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder });
  return sessionId;
}

function dispatch(command: Parameters<RealHost['dispatch']>[0]): void {
  const refused = real.dispatch(command);
  if (refused) throw new Error(refused);
}

const prompt = (sessionId: SessionId, text: string) =>
  dispatch({ type: 'prompt', sessionId, turnId: turnIdOf(ulid()), text });

const isOver = ({ turn }: Head) => turn?.phase.kind === 'ended';

/** Says yes to all that a session asks, until its turn is over. */
async function allow(sessionId: SessionId): Promise<SessionState> {
  for (;;) {
    const state = await real.until(sessionId, ({ head }) => head.requests.length > 0 || isOver(head));
    const [request] = state.head.requests;
    const always = request?.options.find(({ kind }) => kind === 'allow-always');
    if (!request || !always) return state;
    const refused = real.dispatch({ type: 'answer', sessionId, requestId: request.id, optionId: always.id });
    if (refused !== undefined && refused !== 'already-answered') throw new Error(refused);
    await real.until(sessionId, ({ head }) => head.requests.every(({ id }) => id !== request.id));
  }
}

/** The children of a session once there are so many. */
async function childrenOf(sessionId: SessionId, count: number): Promise<readonly SessionId[]> {
  const { head } = await real.until(sessionId, (state) => state.head.children.length === count);
  return head.children.map(({ session }) => session);
}

const said = ({ window }: SessionState) =>
  window.items.map((item) => (item.kind === 'reply' ? item.text.head + item.text.tail : '')).join('');
const cards = ({ window }: SessionState) => window.items.filter((item) => item.kind === 'tool');

const TASK = `Where am I?\n\n${fenced('sh tell', 'echo "in $(basename "$PWD")" | tee made.txt')}`;
const FAN_OUT = `# Fan out\n\n${fenced('task title="Look" worktree=new count=3', TASK)}\n\nwait\n\nThe end.`;

test('[S5.9] a runbook has three agents work in work trees of their own, waits for them and tells what they said', async () => {
  const lead = create();
  prompt(lead, FAN_OUT);
  const children = await childrenOf(lead, 3);
  const ends = await Promise.all(children.map(allow));
  const state = await real.until(lead, ({ head }) => isOver(head));

  const places = ends.map(({ head }) => head.worktree?.path ?? '');
  expect(new Set(places).size).toBe(3);
  for (const place of places) expect(existsSync(join(place, 'made.txt'))).toBe(true);
  expect(existsSync(join(folder, 'made.txt'))).toBe(false);
  expect(git('status', '--porcelain')).toBe('');
  expect(said(state)).toMatch(
    /\*\*Look 1\*\* \(@playbook\): finished\.\n\n[\s\S]*> in [\s\S]*\*\*Look 3\*\*[\s\S]*The end\./,
  );
  for (const place of places)
    expect(said(state)).toContain(`> ${readFileSync(join(place, 'made.txt'), 'utf8').trim()}`);
  const [one, two, three, wait] = cards(state);
  expect(state.head.children.map(({ item }) => item)).toEqual([one?.id, two?.id, three?.id]);
  expect([one, two, three, wait].map((card) => [card?.title, card?.status])).toEqual([
    ...[1, 2, 3].map((n) => [`Start an agent: Look ${n}`, 'done']),
    ['Wait for 3 agents', 'done'],
  ]);
});

test('[S5.9] a stop during the wait ends it at once and leaves the children, and continue collects them', async () => {
  const lead = create();
  prompt(lead, FAN_OUT);
  const children = await childrenOf(lead, 3);
  for (const child of children) await real.until(child, ({ head }) => head.requests.length > 0);
  await real.until(lead, ({ head }) => head.awaiting.length === 3);
  dispatch({ type: 'stop', sessionId: lead });
  const stopped = await real.until(lead, ({ head }) => isOver(head));
  expect(stopped.head.turn?.phase).toMatchObject({ outcome: { kind: 'stopped' } });
  expect(cards(stopped).at(-1)).toMatchObject({ title: 'Wait for 3 agents', status: 'failed' });
  const ends = await Promise.all(children.map(allow));
  expect(ends.map(({ head }) => head.turn?.phase)).toMatchObject(Array(3).fill({ outcome: { kind: 'completed' } }));

  const state = await real.play(lead, 'continue');
  expect(said(state)).toMatch(/from the wait for all agents[\s\S]*\*\*Look 2\*\*[\s\S]*The end\./);
  expect(state.head.children).toHaveLength(3);
});

test('[S5.9] after a restart of the app the wait says who was cut off, and collects them once they went on', async () => {
  const lead = create();
  prompt(lead, FAN_OUT);
  const children = await childrenOf(lead, 3);
  for (const child of children) await real.until(child, ({ head }) => head.requests.length > 0);
  await real.until(lead, ({ head }) => head.awaiting.length === 3);
  await real.restart();
  const cut = await real.play(lead, 'continue');
  expect(said(cut)).toContain('**Stopped.** **Look 1** (@playbook): cut off when Skein was closed');

  for (const child of children) prompt(child, 'continue');
  await Promise.all(children.map(allow));
  const state = await real.play(lead, 'continue');
  expect(said(state)).toMatch(/\*\*Look 3\*\* \(@playbook\): finished\.[\s\S]*The end\./);
  expect(state.head.children.map(({ session }) => session)).toEqual(children);
});

test.each([
  ['/worktree-tests 2', 2, '> tested here'],
  ['/review-branch', 3, 'These were all answers.'],
  ['/release-checklist 1.0.0', 1, 'Left to you'],
])('[S5.9] %s comes to a good end', async (text, count, words) => {
  const lead = create();
  prompt(lead, text);
  const led = allow(lead);
  const children = await childrenOf(lead, count);
  const ends = await Promise.all(children.map(allow));
  const state = await led;
  for (const end of [...ends, state]) {
    expect(end.head.turn?.phase).toMatchObject({ outcome: { kind: 'completed' } });
    expect(new Set(cards(end).map(({ status }) => status))).toEqual(new Set(['done']));
  }
  expect(said(state)).toContain(words);
});

test('[S5.9] the words in which the app refuses a task stand in the answer, and the window learns what a slash offers', async () => {
  const lead = create();
  const state = await real.play(lead, '@nobody: Look');
  expect(said(state)).toContain('“Look” was not started. There is no agent nobody. There are @playbook, @scripted.');
  expect(state.head.children).toEqual([]);
  const names = state.head.commands.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['tour', 'worktree-tests', 'review-branch', 'release-checklist']));
});

test('[S5.9] a task for a folder outside is the person’s to allow, and the runbook stops when they do not', async () => {
  const lead = create();
  prompt(lead, fenced('task folder=..', 'Hello'));
  const { head } = await real.until(lead, (state) => state.head.requests.length > 0);
  const [request] = head.requests;
  expect(request?.title).toContain('outside of this session’s folder');
  const no = request?.options.find(({ kind }) => kind === 'reject-once');
  if (!request || !no) throw new Error('there is nothing to say no with');
  dispatch({ type: 'answer', sessionId: lead, requestId: request.id, optionId: no.id });
  const state = await real.until(lead, (now) => isOver(now.head));
  expect(said(state)).toContain('**Stopped.** “Hello” was not started. The person did not allow it.');
  expect(state.head.children).toEqual([]);
});
