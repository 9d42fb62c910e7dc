import type { Command } from '../../../protocol/command.ts';
import { AgentId, rollbackIdOf, type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../../protocol/ids.ts';
import { archive, clearError, prompt, resume, retry, set, stop, stopTree, terminate } from './asking.ts';
import { edit, fork, rollback, switchBranch, undo } from './branching.ts';
import { CHOICES } from './choices.ts';
import { bin, create, restore } from './family.ts';
import { editQueued, moveQueued, queue, release, steer, unqueue } from './queueing.ts';
import type { Kind, Step } from './steps.ts';
import { type ModelSession, pathOf } from './tree.ts';
import { NOWHERE, type World } from './world.ts';

const PLAYBOOK = AgentId.parse('playbook');

export const AGENT_KINDS = [
  'attach',
  'move',
  'say',
  'call',
  'ask',
  'withdraw',
  'ask-form',
  'close-form',
  'offer',
  'end',
] as const;
export const VIEW_KINDS = ['join', 'connect', 'cut', 'pause', 'unpause', 'page', 'deliver', 'settle'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];
export type ViewKind = (typeof VIEW_KINDS)[number];
type WorldKind = 'talk' | 'consult' | 'wait' | 'month' | 'restart';
export type PersonKind = Exclude<Kind, AgentKind | ViewKind | WorldKind>;

/** A command, and what the world makes of it. */
export type Asked = { readonly command: Command; readonly answer: () => string };

export type Wish = (session: ModelSession, step: Step, world: World, ids: Ids) => Asked;

/** Makes ids that are new, and now and then ones that are not. */
export type Ids = { ulid(): string };

export function asked(kind: PersonKind, session: ModelSession, step: Step, world: World, ids: Ids): Asked {
  return WISHES[kind](session, step, world, ids);
}

export const isPersonKind = (kind: string): kind is PersonKind => kind in WISHES;

/** A turn of the session on any branch, also one that was taken back; rarely one of nobody. */
export function turnOf(session: ModelSession, pick: number): TurnId {
  const turns = [...session.turns.keys()];
  return turns[pick % (turns.length + (pick === 31 ? 1 : 0))] ?? turnIdOf(NOWHERE);
}

/** More often than not of the path that is shown, because there it does something. */
function shownTurnOf(session: ModelSession, { what, how }: Step): TurnId {
  const path = pathOf(session);
  return how < 24 && path.length > 0 ? (path[what % path.length]?.id ?? turnIdOf(NOWHERE)) : turnOf(session, what);
}

const queuedOf = (session: ModelSession, pick: number): TurnId =>
  session.queue[pick % Math.max(1, session.queue.length)]?.id ?? turnOf(session, pick);

/** For a turn that is to be opened: at times one that was opened, or is queued, already. */
function newTurn(session: ModelSession, { how }: Step, ids: Ids): TurnId {
  if (how === 31) return turnOf(session, how);
  return how >= 26 && session.queue.length > 0 ? queuedOf(session, how) : turnIdOf(ids.ulid());
}

const textOf = ({ what }: Step, id: string) => (what === 30 ? ' \n' : `prompt ${id}`);

function words(session: ModelSession, step: Step, ids: Ids) {
  const turnId = newTurn(session, step, ids);
  return { turnId, text: textOf(step, turnId), sessionId: session.id };
}

const rollbackOf = ({ undoable, rollback }: ModelSession, pick: number, ids: Ids) =>
  pick === 31
    ? (rollback ?? undoable[0]?.id ?? rollbackIdOf(NOWHERE))
    : (undoable[pick % Math.max(1, undoable.length)]?.id ?? rollbackIdOf(ids.ulid()));

const sessionOf = (session: ModelSession, pick: number, ids: Ids): SessionId =>
  pick === 31 ? session.id : sessionIdOf(ids.ulid());

const creating = (sessionId: SessionId) => ({ type: 'create', sessionId, agentId: PLAYBOOK, folder: '/src' }) as const;

const WISHES: Readonly<Record<PersonKind, Wish>> = {
  ...CHOICES,
  prompt: (session, step, world, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'prompt', sessionId, turnId, text } as const;
    return { command, answer: () => prompt(world, session, turnId, text) };
  },
  queue: (session, step, world, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'queue', sessionId, turnId, text } as const;
    return { command, answer: () => queue(world, session, turnId, text) };
  },
  steer: (session, step, world, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'steer', sessionId, turnId, text } as const;
    return { command, answer: () => steer(world, session, turnId, text) };
  },
  'edit-queued': (session, step, _world) => {
    const turnId = queuedOf(session, step.how);
    const text = textOf(step, `${turnId}, better`);
    const command = { type: 'edit-queued', sessionId: session.id, turnId, text } as const;
    return { command, answer: () => editQueued(session, turnId, text) };
  },
  'move-queued': (session, step, _world) => {
    const [turnId, other] = [queuedOf(session, step.how), queuedOf(session, step.what)];
    const before = step.what % 4 === 0 ? null : other;
    const command = { type: 'move-queued', sessionId: session.id, turnId, before } as const;
    return { command, answer: () => moveQueued(session, turnId, before) };
  },
  unqueue: (session, step, _world) => {
    const turnId = queuedOf(session, step.how);
    return {
      command: { type: 'unqueue', sessionId: session.id, turnId },
      answer: () => unqueue(session, turnId),
    };
  },
  'release-queue': (session, _, world) => ({
    command: { type: 'release-queue', sessionId: session.id },
    answer: () => release(world, session),
  }),
  resume: (session, step, world, ids) => {
    const turnId = newTurn(session, step, ids);
    return { command: { type: 'resume', sessionId: session.id, turnId }, answer: () => resume(world, session, turnId) };
  },
  retry: (session, step, world, ids) => {
    const turnId = newTurn(session, step, ids);
    return { command: { type: 'retry', sessionId: session.id, turnId }, answer: () => retry(world, session, turnId) };
  },
  stop: (session, _, world) => ({
    command: { type: 'stop', sessionId: session.id },
    answer: () => stop(world, session),
  }),
  terminate: (session, _, world) => ({
    command: { type: 'terminate', sessionId: session.id },
    answer: () => terminate(world, session),
  }),
  'stop-tree': (session, step, world) => {
    const type = step.how % 4 === 0 ? 'terminate' : 'stop';
    const command = { type, sessionId: session.id, tree: true } as const;
    return { command, answer: () => stopTree(world, session, type) };
  },
  edit: (session, step, world, ids) => {
    const { turnId, text, sessionId } = words(session, { ...step, what: step.how }, ids);
    const of = turnOf(session, step.what);
    const command = { type: 'edit', sessionId, turnId, of, text } as const;
    return { command, answer: () => edit(world, session, turnId, of, text) };
  },
  'switch-branch': (session, step, world) => {
    const turnId = turnOf(session, step.what);
    const command = { type: 'switch-branch', sessionId: session.id, turnId } as const;
    return { command, answer: () => switchBranch(world, session, turnId) };
  },
  rollback: (session, step, world, ids) => {
    const turnId = shownTurnOf(session, step);
    const rollbackId = step.how < 28 ? rollbackIdOf(ids.ulid()) : rollbackOf(session, step.how, ids);
    const command = { type: 'rollback', sessionId: session.id, rollbackId, turnId } as const;
    return { command, answer: () => rollback(world, session, rollbackId, turnId) };
  },
  clear: (session, step, world, ids) => {
    const rollbackId = step.how < 28 ? rollbackIdOf(ids.ulid()) : rollbackOf(session, step.how, ids);
    const command = { type: 'clear', sessionId: session.id, rollbackId } as const;
    return { command, answer: () => rollback(world, session, rollbackId, null) };
  },
  undo: (session, step, world, ids) => {
    const rollbackId = rollbackOf(session, step.how, ids);
    const command = { type: 'undo-rollback', sessionId: session.id, rollbackId } as const;
    return { command, answer: () => undo(world, session, rollbackId) };
  },
  fork: (session, step, world, ids) => {
    const [turnId, newSessionId] = [turnOf(session, step.what), sessionOf(session, step.how, ids)];
    const command = { type: 'fork', sessionId: session.id, turnId, newSessionId } as const;
    return { command, answer: () => fork(world, session, newSessionId, turnId) };
  },
  'clear-error': (session, _, _world) => ({
    command: { type: 'clear-error', sessionId: session.id },
    answer: () => clearError(session),
  }),
  pin: (session, step, _world) => {
    const pinned = step.how % 2 === 0;
    return { command: { type: 'pin', sessionId: session.id, pinned }, answer: () => set(session, { pinned }) };
  },
  archive: (session, step, world) => {
    const archived = step.how % 3 > 0;
    const command = { type: 'archive', sessionId: session.id, archived } as const;
    return { command, answer: () => archive(world, session, archived) };
  },
  mark: (session, step, _world) => {
    const unread = step.how % 2 === 0;
    return { command: { type: 'mark', sessionId: session.id, unread }, answer: () => set(session, { unread }) };
  },
  delete: (session, _, world) => ({
    command: { type: 'delete', sessionId: session.id },
    answer: () => bin(world, session),
  }),
  restore: (session, step, world) => {
    const children = step.how % 2 === 0;
    const command = { type: 'restore', sessionId: session.id, children } as const;
    return { command, answer: () => restore(world, session, children) };
  },
  main: (session, step, world, ids) => {
    const id = sessionOf(session, step.how, ids);
    return { command: creating(id), answer: () => create(world, id, null) };
  },
  spawn: (session, step, world, ids) => {
    const id = sessionOf(session, step.how, ids);
    const [parent, turn] = [session.id, turnOf(session, step.what)];
    const relationship = { kind: 'subagent', parent, turn, item: null, type: null } as const;
    return {
      command: { ...creating(id), relationship, description: 'a task' },
      answer: () => create(world, id, { kind: 'child', parent, turn }),
    };
  },
  aside: (session, step, world, ids) => {
    const id = sessionOf(session, step.how, ids);
    const [parent, turn] = [session.id, step.what % 8 === 0 ? null : turnOf(session, step.what)];
    const relationship = { kind: 'btw', parent, turn } as const;
    return {
      command: { ...creating(id), relationship },
      answer: () => create(world, id, { kind: 'side', parent, turn }),
    };
  },
};
