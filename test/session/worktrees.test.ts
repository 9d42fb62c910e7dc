import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSessionWorktrees } from '../../main/session/worktrees.ts';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import type { Worktree, WorktreeState } from '../../protocol/worktree.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { codeOf, talk } from './talk.ts';

const worktreeAt = (path: string): Worktree => ({
  ...{ path, folder: `${path}/web`, branch: `skein${path}`, repository: '/shop', base: 'b' },
});

let host: SessionHost;
let root: SessionId;
let turn: TurnId;
/** What is on the disk, by path. */
let disk: Map<string, WorktreeState>;
beforeEach(() => {
  host = openSessionHost();
  root = host.create();
  turn = talk(host, root, 'go');
  disk = new Map();
});
afterEach(() => host.close());

const worktrees = () =>
  createSessionWorktrees({
    store: host.store.sessions,
    separator: '/',
    state: async ({ path }) => disk.get(path) ?? { kind: 'gone' },
    remove: async ({ path }) => {
      const state = disk.get(path) ?? { kind: 'gone' };
      if (state.kind !== 'clean') return state;
      disk.delete(path);
      return { kind: 'gone' };
    },
  });

/** A session with a work tree of its own, or in a folder of somebody else's. */
function child(title: string, folder: string, worktree?: Worktree): SessionId {
  const sessionId = sessionIdOf(host.newUlid());
  const created = host.service.dispatch({
    ...{ type: 'create', sessionId, agentId: AgentId.parse('playbook'), folder, description: title },
    relationship: { kind: 'subagent', parent: root, turn, item: null, type: null },
    ...(worktree && { worktree }),
  });
  if (!created.ok) throw new Error(created.refusal.code);
  return sessionId;
}
function inWorktree(path: string, state: WorktreeState): SessionId {
  const worktree = worktreeAt(path);
  disk.set(path, state);
  return child(path, worktree.folder, worktree);
}
const HOLDS = { kind: 'holds', files: 1, commits: 2 } as const;
const told = async (lines: ReturnType<ReturnType<typeof worktrees>['of']>) =>
  (await lines).map(({ worktree, state }) => [worktree.path, state.kind]);
const bin = (sessionId: SessionId) => expect(codeOf(host.service.dispatch({ type: 'delete', sessionId }))).toBe('ok');

test('[S5.2] [S5.3] what a tree leaves on the disk is told, and nothing of it goes before its sessions are in the bin', async () => {
  inWorktree('/empty', { kind: 'clean' });
  inWorktree('/holds', HOLDS);
  inWorktree('/gone', { kind: 'gone' });
  disk.set('/idle', { kind: 'clean' });
  child('Elsewhere', '/src', worktreeAt('/idle'));
  expect(await told(worktrees().of(root))).toEqual([
    ['/empty', 'clean'],
    ['/holds', 'holds'],
    ['/idle', 'clean'],
  ]);
  expect(await told(worktrees().removeEmpty(root))).toEqual([
    ['/empty', 'used'],
    ['/holds', 'used'],
    ['/idle', 'clean'],
  ]);
  expect([disk.has('/empty'), disk.has('/idle')]).toEqual([true, true]);
});

test('[S5.2] [S5.3] of what lies in the bin goes what holds nothing, and all else is told to stay', async () => {
  inWorktree('/empty', { kind: 'clean' });
  inWorktree('/holds', HOLDS);
  const before = inWorktree('/before', { kind: 'clean' });
  bin(before);
  host.clock.advance(1);
  bin(root);
  expect(await told(worktrees().removeEmpty(root))).toEqual([['/holds', 'holds']]);
  // What was deleted at another time is another matter.
  expect([...disk.keys()].toSorted()).toEqual(['/before', '/holds']);
});

test('[S5.2] a work tree stays while a session works in it that is not in the bin, at any depth of its folders', async () => {
  const owner = inWorktree('/used', { kind: 'clean' });
  const guest = child('Guest', '/used/web/src');
  child('Neighbour', '/used-not');
  bin(owner);
  const lines = await worktrees().removeEmpty(owner);
  expect(lines).toMatchObject([{ session: owner, state: { kind: 'used', titles: ['Guest'] } }]);
  bin(guest);
  expect(await told(worktrees().removeEmpty(owner))).toEqual([]);
  expect(disk.has('/used')).toBe(false);
});

test('[S5.2] what is taken out of the bin while others are looked at keeps its work tree', async () => {
  const owner = inWorktree('/kept', { kind: 'clean' });
  bin(root);
  const removing = worktrees().removeEmpty(root);
  host.service.dispatch({ type: 'restore', sessionId: root, children: true });
  expect(await told(removing)).toEqual([['/kept', 'used']]);
  expect(disk.has('/kept')).toBe(true);
  expect(owner).toBeDefined();
});
