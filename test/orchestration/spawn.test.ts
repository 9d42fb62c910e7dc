import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { called, ENDED } from '../session/reports.ts';
import { headIn } from '../session/talk.ts';
import { hurry } from '../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { CLAUDE, ToolDesk } from '../support/tool-desk.ts';

let host: SessionHost;
let desk: ToolDesk;
let id: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  desk = new ToolDesk(host);
  id = host.create();
  turn = host.prompt(id, 'go');
});
afterEach(() => host.close());

const childrenOf = (session = id) => headIn(host, session).children.map((child) => child.session);

test('[S5.1] the tools are these, and models read of them in this order', () => {
  expect(desk.names).toEqual([
    'spawn_agent',
    'wait_for_agents',
    'send_to_agent',
    'list_agents',
    'read_session',
    'stop_agent',
    'set_title',
    'set_summary',
    'report_progress',
  ]);
});

test('[S5.2] [B8] a child is recorded with its parent’s turn before its own first turn, in the parent’s folder, with the parent’s agent', async () => {
  const given = await desk.gives(id, 'spawn_agent', { task: 'Look at the tests\nand say' });
  const child = given['session'] as SessionId;
  expect(childrenOf()).toEqual([child]);
  expect(headIn(host, child)).toMatchObject({
    ...{ kind: 'child', agentId: 'playbook', folder: '/src', worktree: null },
    title: { text: 'Look at the tests and say', by: 'provisional' },
    relationship: { kind: 'subagent', parent: id, turn },
  });
  expect(host.runner.started.at(-1)).toMatchObject({ sessionId: child, prompt: 'Look at the tests\nand say' });
  expect(given).toMatchObject({ agent: '@playbook', folder: '/src' });
});

test('[B10] the child hangs at the card of the call that spawned it, also when that is shown a little later', async () => {
  const call = desk.call(id, 'spawn_agent', { task: 'go' }, 'call-1');
  expect(childrenOf()).toEqual([]);
  host.report(id, turn, called('call-1', { title: 'mcp__skein__spawn_agent' }));
  await hurry(host.clock, call.answer);
  const item = host.store.sessions.read(id, 10)?.state.window.items[1]?.id;
  expect(headIn(host, id).children).toMatchObject([{ item }]);
});

test('[B10] agents that do not say which call they make get one card after the other, and none that is not theirs', async () => {
  host.report(id, turn, called('a', { title: 'Read file' }), called('b', { title: 'skein_spawn_agent' }));
  host.report(id, turn, called('c', { title: 'spawn_agent (skein)' }));
  for (const _ of [1, 2]) await desk.gives(id, 'spawn_agent', { task: 'go' });
  const items = host.store.sessions.read(id, 10)?.state.window.items ?? [];
  expect(headIn(host, id).children.map(({ item }) => item)).toEqual([items[2]?.id, items[3]?.id]);
});

test('[S5.1] agents of another make are named by their handle, and one that there is not is answered with those that there are', async () => {
  desk.agents = [...desk.agents, CLAUDE];
  expect(await desk.refusal(id, 'spawn_agent', { task: 'go', agent: 'gemini' })).toBe(
    'There is no agent gemini. There are @playbook, @claude.',
  );
  expect(await desk.gives(id, 'spawn_agent', { task: 'go', agent: ' @Playbook ' })).toMatchObject({
    agent: '@playbook',
  });
  expect(childrenOf()).toHaveLength(1);
});

test('[S5.1] a folder outside of the caller’s own, and another mode, are the person’s to allow; a folder inside is not asked about', async () => {
  desk.says = false;
  const inside = { task: 'go', folder: 'packages/a' };
  expect(await desk.gives(id, 'spawn_agent', inside)).toMatchObject({ folder: '/src/packages/a' });
  expect(desk.asked).toEqual([]);
  for (const folder of ['/elsewhere', '../other', '/src-2']) {
    expect(await desk.refusal(id, 'spawn_agent', { task: 'go', folder })).toContain('did not allow it');
  }
  expect(desk.asked.map(({ title }) => title)).toEqual([
    'Have @playbook work in /elsewhere, outside of this session’s folder',
    'Have @playbook work in /other, outside of this session’s folder',
    'Have @playbook work in /src-2, outside of this session’s folder',
  ]);
  const offers = ['ask', 'all'].map((value) => ({ value, name: value, description: '', group: '' }));
  desk.offers = [
    {
      ...{ id: 'mode', name: 'Mode', description: '', category: 'mode', wanted: null },
      choice: { kind: 'select', value: 'ask', offers },
    },
  ];
  const wider = { task: 'go', options: { mode: 'all' } };
  expect(await desk.refusal(id, 'spawn_agent', wider)).toContain('did not allow it');
  expect(childrenOf()).toHaveLength(1);
  desk.says = true;
  expect(await desk.gives(id, 'spawn_agent', { task: 'go', folder: '/elsewhere' })).toMatchObject({
    folder: '/elsewhere',
  });
});

test('[S5.7] what a parent allows without asking its child allows at most, whatever its agent asks for', async () => {
  const given = await desk.gives(id, 'spawn_agent', { task: 'go', policy: 'all' });
  expect(headIn(host, given['session'] as SessionId).policy).toBe(headIn(host, id).policy);
});

test('[S5.1] agents are spawned only by a session that has been asked something, and not by an aside', async () => {
  const idle = host.create();
  expect(await desk.refusal(idle, 'spawn_agent', { task: 'go' })).toContain('while you answer a prompt');
});

test('[S5.2] a refused spawn says what to do instead, and leaves nothing', async () => {
  host.service.dispatch({ type: 'rollback', sessionId: id, rollbackId: `rb-${host.newUlid()}` as never, turnId: turn });
  expect(await desk.refusal(id, 'spawn_agent', { task: 'go' })).toContain('taking turns of this session back');
  expect(host.service.tree(id)).toHaveLength(1);
});

test('[S5.2] a call that was given up spawns nothing', async () => {
  const call = desk.call(id, 'spawn_agent', { task: 'go' }, 'call-1');
  call.giveUp();
  expect(await hurry(host.clock, call.answer)).toMatchObject({ ok: false });
  expect(childrenOf()).toEqual([]);
});

test('[S5.1] a background child is marked as one', async () => {
  const given = await desk.gives(id, 'spawn_agent', { task: 'go', background: true });
  expect(headIn(host, given['session'] as SessionId).relationship).toMatchObject({ background: true });
  host.report(id, turn, ENDED);
});

/** A repository with one commit, and a session that works in a folder of it. */
function inRepository() {
  const repository = realpathSync(mkdtempSync(join(tmpdir(), 'skein-spawn-')));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'first');
  mkdirSync(join(repository, 'app'));
  const sessionId = `se-${host.newUlid()}` as SessionId;
  const folder = join(repository, 'app');
  const created = host.service.dispatch({ type: 'create', sessionId, agentId: 'playbook' as never, folder });
  if (!created.ok) throw new Error(created.refusal.code);
  host.prompt(sessionId, 'go');
  return { repository, git, sessionId };
}

test('[S5.2] a child gets a work tree of its own, which is the tree’s own ground from then on; a refused one leaves no work tree', async () => {
  const { repository, git, sessionId } = inRepository();
  const given = await desk.gives(sessionId, 'spawn_agent', { task: 'go', title: 'Fix it', worktree: true });
  const { worktree, folder } = headIn(host, given['session'] as SessionId);
  expect(worktree).toMatchObject({ branch: 'skein/fix-it', repository });
  expect(given).toMatchObject({ branch: 'skein/fix-it', folder: worktree?.folder });
  expect(folder).toBe(worktree?.folder);
  expect(existsSync(folder)).toBe(true);

  desk.says = false;
  const there = { task: 'go', folder };
  expect(await desk.gives(sessionId, 'spawn_agent', there)).toMatchObject({ folder });
  expect(desk.asked).toEqual([]);

  const turnId = headIn(host, sessionId).turn?.id;
  if (!turnId) throw new Error('It has no turn');
  host.service.dispatch({ type: 'rollback', sessionId, rollbackId: `rb-${host.newUlid()}` as never, turnId });
  const refused = { task: 'go', worktree: 'never used' };
  expect(await desk.refusal(sessionId, 'spawn_agent', refused)).toContain('taking turns');
  expect(git('branch', '--list', 'skein/*').trim()).toBe('+ skein/fix-it');
  rmSync(repository, { recursive: true, force: true });
});

test('[S5.2] where there is no repository a work tree is refused with what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skein-bare-'));
  const refused = { task: 'go', worktree: true, folder };
  expect(await desk.refusal(id, 'spawn_agent', refused)).toContain('Leave worktree out');
  rmSync(folder, { recursive: true, force: true });
});
