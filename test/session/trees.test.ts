import { afterEach, beforeEach, expect, test } from 'vitest';
import { BIN_MS } from '../../main/session/limits.ts';
import { activityOf } from '../../protocol/activity.ts';
import { rollbackIdOf, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { asked, ENDED } from './reports.ts';
import { childOf } from './spawned.ts';
import { codeOf, headIn, newTurn, STOPPED, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let root: SessionId;
beforeEach(() => {
  host = openSessionHost();
  root = host.create();
});
afterEach(() => host.close());

type Running = { readonly id: SessionId; readonly turn: TurnId };
type Tree = Readonly<Record<'root' | 'child' | 'grandchild', Running>>;

/** Three sessions, each spawned by the running turn of the one above it. */
function grow(): Tree {
  const turn = host.prompt(root, 'lead');
  const child = below({ id: root, turn }, 'Child');
  return { root: { id: root, turn }, child, grandchild: below(child, 'Grandchild') };
}

function below(parent: Running, name: string): Running {
  const id = childOf(host, parent.id, parent.turn, name);
  return { id, turn: host.prompt(id, 'task') };
}

const idsOf = ({ root, child, grandchild }: Tree) => [root.id, child.id, grandchild.id];
const doing = (id: SessionId) => activityOf(headIn(host, id)).kind;
const order = (command: object, sessionId = root) =>
  codeOf(host.service.dispatch({ sessionId, ...command } as Parameters<typeof host.service.dispatch>[0]));
const queue = (sessionId: SessionId) => order({ type: 'queue', turnId: newTurn(host), text: 'later' }, sessionId);

/** The host as a killed process leaves it, and the next one on what is there. */
function restart(): void {
  const { folder, clock } = host;
  host.abandon();
  host = openSessionHost({ folder, firstId: 50_000, clock });
}

test('[S5.3] [W101] stopping a tree stops what runs in it, deepest first, in whatever state it is, and holds its queues', () => {
  const tree = grow();
  const idle = childOf(host, root, tree.root.turn, 'Idle');
  host.report(tree.grandchild.id, tree.grandchild.turn, asked(1));
  host.report(tree.child.id, tree.child.turn, { type: 'moved', phase: { kind: 'starting' } });
  for (const id of idsOf(tree)) queue(id);
  expect(idsOf(tree).map(doing)).toEqual(['queued', 'starting', 'asking']);
  expect(order({ type: 'stop', tree: true })).toBe('ok');
  expect(host.runner.stopped).toEqual([tree.grandchild.turn, tree.child.turn, tree.root.turn]);
  expect(idsOf(tree).map(doing)).toEqual(['stopping', 'stopping', 'stopping']);
  expect(headIn(host, tree.grandchild.id).requests).toEqual([]);
  expect(doing(idle)).toBe('idle');
  // Stopped once more, nobody is told twice.
  expect(order({ type: 'stop', tree: true })).toBe('ok');
  expect(host.runner.stopped).toHaveLength(3);
  for (const { id, turn } of [tree.grandchild, tree.child, tree.root]) host.report(id, turn, STOPPED);
  for (const id of idsOf(tree)) {
    expect(headIn(host, id)).toMatchObject({ busyBelow: [], queue: { held: 'stopped', prompts: [{ text: 'later' }] } });
  }
  expect(host.runner.started).toHaveLength(3);
  expect(order({ type: 'stop', tree: true })).toBe('nothing-running');
  order({ type: 'delete' });
  expect(order({ type: 'stop', tree: true })).toBe('session-deleted');
});

test('[S5.3] [C87] a prompt that was to take the place of a turn waits too, once the tree is stopped', () => {
  const tree = grow();
  order({ type: 'steer', turnId: newTurn(host), text: 'instead' }, tree.child.id);
  expect(headIn(host, tree.child.id)).toMatchObject({ queue: { steering: true } });
  expect(order({ type: 'stop', tree: true })).toBe('ok');
  for (const { id, turn } of [tree.grandchild, tree.child, tree.root]) host.report(id, turn, STOPPED);
  expect(host.runner.started).toHaveLength(3);
  expect(headIn(host, tree.child.id).queue).toMatchObject({ steering: false, held: 'stopped' });
});

test('[S5.3] a session that runs nothing itself can be stopped with what runs below it, and by force', () => {
  const tree = grow();
  const beside = below(tree.root, 'Beside');
  host.report(tree.child.id, tree.child.turn, ENDED);
  host.report(root, tree.root.turn, ENDED);
  expect([doing(root), doing(tree.child.id)]).toEqual(['awaiting', 'awaiting']);
  expect(order({ type: 'stop' })).toBe('nothing-running');
  // What is above and beside it goes on.
  expect(order({ type: 'stop', tree: true }, tree.child.id)).toBe('ok');
  expect(host.runner.stopped).toEqual([tree.grandchild.turn]);
  expect(order({ type: 'terminate', tree: true })).toBe('ok');
  expect(host.runner.terminated).toEqual([tree.grandchild.turn, beside.turn]);
  host.report(tree.grandchild.id, tree.grandchild.turn, STOPPED);
  host.report(beside.id, beside.turn, STOPPED);
  expect([doing(root), doing(tree.child.id)]).toEqual(['finished', 'finished']);
});

test('[S5.3] a turn that is being stopped spawns nothing more, and sends no child of it back to work', () => {
  const tree = grow();
  order({ type: 'stop', tree: true }, tree.child.id);
  expect(() => childOf(host, tree.child.id, tree.child.turn)).toThrow('asker-stopping');
  expect(headIn(host, tree.child.id).children).toHaveLength(1);
  const sends = (from: SessionId, sessionId: SessionId) =>
    order({ type: 'prompt', turnId: newTurn(host), text: 'more', from }, sessionId);
  const idle = childOf(host, root, tree.root.turn);
  expect([sends(tree.child.id, idle), sends(root, idle)]).toEqual(['asker-stopping', 'ok']);
});

test('[S5.3] a parent that was stopped alone is not at work, and whoever is above it learns when the last one below it has ended', () => {
  const tree = grow();
  host.report(root, tree.root.turn, ENDED);
  order({ type: 'stop' }, tree.child.id);
  host.report(tree.child.id, tree.child.turn, STOPPED);
  expect([doing(root), doing(tree.child.id)]).toEqual(['awaiting', 'stopped']);
  order({ type: 'mark', unread: false });
  host.report(tree.grandchild.id, tree.grandchild.turn, ENDED);
  expect([doing(root), doing(tree.child.id)]).toEqual(['finished', 'stopped']);
  // It has finished only now: that is news, whoever saw its own end.
  expect(headIn(host, root).unread).toBe(true);
});

test('[S5.3] [B25] rolling back stops what runs at any depth of what goes, and nothing else', () => {
  talk(host, root, 'one');
  const kept = below({ id: root, turn: headIn(host, root).turn?.id ?? newTurn(host) }, 'Kept');
  const tree = grow();
  host.report(tree.child.id, tree.child.turn, ENDED);
  const command = { type: 'rollback', rollbackId: rollbackIdOf(host.newUlid()), turnId: tree.root.turn };
  expect(order(command)).toBe('ok');
  expect(host.runner.stopped.toSorted()).toEqual([tree.root.turn, tree.grandchild.turn].toSorted());
  host.report(root, tree.root.turn, STOPPED);
  expect(headIn(host, root).rollback).not.toBeNull();
  host.report(tree.grandchild.id, tree.grandchild.turn, STOPPED);
  expect(wordsIn(host, root)).toEqual(['one', 're one']);
  expect(headIn(host, root)).toMatchObject({ rollback: null, busyBelow: [kept.id], children: [{ session: kept.id }] });
  expect([tree.child.id, tree.grandchild.id, kept.id].map((id) => headIn(host, id).deletedAt !== null)).toEqual([
    ...[true, true, false],
  ]);
});

test('[S5.3] [B26] a fork of a parent has neither its children nor its place in a tree, and does not wait for them', () => {
  talk(host, root, 'one');
  const turnId = headIn(host, root).turn?.id ?? newTurn(host);
  const child = below({ id: root, turn: turnId }, 'Child');
  const newSessionId = sessionIdOf(host.newUlid());
  expect(order({ type: 'fork', turnId, newSessionId })).toBe('ok');
  expect(headIn(host, newSessionId)).toMatchObject({
    ...{ kind: 'main', relationship: null, children: [], busyBelow: [], budget: null, summary: '', worktree: null },
  });
  expect([doing(root), doing(newSessionId)]).toEqual(['awaiting', 'finished']);
  host.report(child.id, child.turn, ENDED);
  expect(host.service.tree(newSessionId).map(({ id }) => id)).toEqual([newSessionId]);
  expect(order({ type: 'fork', turnId: child.turn, newSessionId: sessionIdOf(host.newUlid()) }, child.id)).toBe(
    'not-for-kind',
  );
});

test('[S5.3] a session is not put away while one below it works, and is back when one begins to', () => {
  const tree = grow();
  for (const { id, turn } of [tree.root, tree.child]) host.report(id, turn, ENDED);
  expect(host.service.dispatch({ type: 'archive', sessionId: root, archived: true })).toEqual({
    ok: false,
    refusal: { code: 'children-busy', titles: ['Grandchild'] },
  });
  host.report(tree.grandchild.id, tree.grandchild.turn, ENDED);
  expect(order({ type: 'archive', archived: true })).toBe('ok');
  expect(headIn(host, root).archivedAt).not.toBeNull();
  host.prompt(tree.grandchild.id, 'and');
  expect(headIn(host, root)).toMatchObject({ archivedAt: null, busyBelow: [tree.child.id] });
});

test('[S5.3] [C13] what is taken out of the bin brings along what it hangs on, and nothing beside it', () => {
  const tree = grow();
  const beside = below(tree.root, 'Beside');
  for (const { id, turn } of [tree.grandchild, tree.child, beside, tree.root]) host.report(id, turn, ENDED);
  order({ type: 'delete' }, tree.child.id);
  host.clock.advance(1);
  order({ type: 'delete' });
  const inBin = () => [...idsOf(tree), beside.id].map((id) => headIn(host, id).deletedAt !== null);
  expect(inBin()).toEqual([true, true, true, true]);
  expect(order({ type: 'restore', children: true }, tree.grandchild.id)).toBe('ok');
  expect(inBin()).toEqual([false, false, false, true]);
});

test('[S5.3] [B30] undoing a rollback brings back what its sessions hang on, though that was deleted since', () => {
  const tree = grow();
  for (const { id, turn } of [tree.grandchild, tree.child, tree.root]) host.report(id, turn, ENDED);
  const rollbackId = rollbackIdOf(host.newUlid());
  order({ type: 'rollback', rollbackId, turnId: tree.root.turn });
  order({ type: 'restore', children: false }, tree.child.id);
  host.clock.advance(1);
  order({ type: 'delete' }, tree.child.id);
  expect(order({ type: 'undo-rollback', rollbackId })).toBe('ok');
  expect(idsOf(tree).map((id) => headIn(host, id).deletedAt)).toEqual([null, null, null]);
});

test('[W102] after a crash a tree is whole: it is interrupted, waits for nobody, its queues are held, each can be gone on with', () => {
  const tree = grow();
  for (const id of idsOf(tree)) queue(id);
  restart();
  expect(host.service.tree(root)).toMatchObject([
    { id: root, parent: null },
    { id: tree.child.id, parent: root },
    { id: tree.grandchild.id, parent: tree.child.id },
  ]);
  expect(headIn(host, root).children).toMatchObject([{ session: tree.child.id, turn: tree.root.turn }]);
  expect(host.runner.started).toEqual([]);
  for (const id of idsOf(tree)) {
    expect(doing(id)).toBe('interrupted');
    expect(headIn(host, id)).toMatchObject({ busyBelow: [], queue: { held: 'interrupted' } });
  }
  const resume = (sessionId: SessionId) => order({ type: 'resume', turnId: newTurn(host) }, sessionId);
  expect(idsOf(tree).toReversed().map(resume)).toEqual(['ok', 'ok', 'ok']);
  expect(headIn(host, root).busyBelow).toEqual([tree.child.id]);
});

test('[W102] a crash between the end of a child and what its parents learn of it leaves none of them waiting', () => {
  host.close();
  let deaf = false;
  host = openSessionHost({
    between: (rows) => ({
      ...rows,
      commitAll: (commits) =>
        deaf ? { ok: false, refusal: { code: 'disk-failing', message: 'No room' } } : rows.commitAll(commits),
    }),
  });
  root = host.create();
  const tree = grow();
  for (const { id, turn } of [tree.root, tree.child]) host.report(id, turn, ENDED);
  deaf = true;
  host.report(tree.grandchild.id, tree.grandchild.turn, ENDED);
  expect([doing(root), doing(tree.child.id), doing(tree.grandchild.id)]).toEqual(['awaiting', 'awaiting', 'finished']);
  expect(host.service.busyCount()).toBe(0);
  restart();
  expect(idsOf(tree).map(doing)).toEqual(['finished', 'finished', 'finished']);
});

test('[W102] a session in the middle that is gone for good takes what is below it along, and the rest of the tree is whole', () => {
  const tree = grow();
  const beside = below(tree.root, 'Beside');
  for (const { id, turn } of [tree.grandchild, tree.child, beside, tree.root]) host.report(id, turn, ENDED);
  order({ type: 'delete' }, tree.child.id);
  const { folder, clock } = host;
  host.abandon();
  host = openSessionHost({ folder, firstId: 90_000, clock: new FakeClock(clock.now() + BIN_MS + 1) });
  expect(host.service.tree(root).map(({ id }) => id)).toEqual([root, beside.id]);
  expect(headIn(host, root)).toMatchObject({ busyBelow: [], children: [{ session: beside.id }] });
  for (const id of [tree.child.id, tree.grandchild.id]) expect(host.store.sessions.read(id, 1)).toBeUndefined();
  expect(doing(root)).toBe('finished');
});
