import type { Command } from '../../../protocol/command.ts';
import {
  AgentId,
  requestIdOf,
  rollbackIdOf,
  type SessionId,
  sessionIdOf,
  type TurnId,
  turnIdOf,
} from '../../../protocol/ids.ts';
import { POLICIES } from '../../../protocol/permission.ts';
import { ulidOf } from '../../support/arbitraries.ts';
import type { Model } from './model.ts';
import type { Kind, Step } from './steps.ts';
import type { ModelSession } from './tree.ts';

/** Ids of nothing. */
const NOWHERE = ulidOf(2 ** 40);
const PLAYBOOK = AgentId.parse('playbook');

export const AGENT_KINDS = ['attach', 'move', 'say', 'call', 'ask', 'withdraw', 'end'] as const;
export const VIEW_KINDS = ['join', 'connect', 'cut', 'pause', 'unpause', 'page', 'deliver', 'settle'] as const;
export const WORLD_KINDS = ['wait', 'month', 'restart'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];
export type ViewKind = (typeof VIEW_KINDS)[number];
export type PersonKind = Exclude<Kind, AgentKind | ViewKind | (typeof WORLD_KINDS)[number]>;

/** A command, and what the model makes of it. */
export type Asked = { readonly command: Command; readonly answer: () => string };

type Wish = (session: ModelSession, step: Step, model: Model, ids: Ids) => Asked;

/** Makes ids that are new, and now and then ones that are not. */
export type Ids = { ulid(): string };

export function asked(kind: PersonKind, session: ModelSession, step: Step, model: Model, ids: Ids): Asked {
  return WISHES[kind](session, step, model, ids);
}

/** A turn of the session on any branch, also one that was taken back; rarely one of nobody. */
export function turnOf(session: ModelSession, pick: number): TurnId {
  const turns = [...session.turns.keys()];
  return turns[pick % (turns.length + (pick === 31 ? 1 : 0))] ?? turnIdOf(NOWHERE);
}

const queuedOf = (session: ModelSession, pick: number): TurnId =>
  session.queue[pick % Math.max(1, session.queue.length)]?.id ?? turnOf(session, pick);

/** For a turn that is to be opened: at times one that was opened, or is queued, already. */
function newTurn(session: ModelSession, { how }: Step, ids: Ids): TurnId {
  if (how === 31) return turnOf(session, how);
  return how >= 29 ? queuedOf(session, how) : turnIdOf(ids.ulid());
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

/** A path command picks from the shown path more often than not, because there it does something. */
const WISHES: Readonly<Record<PersonKind, Wish>> = {
  prompt: (session, step, model, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'prompt', sessionId, turnId, text } as const;
    return { command, answer: () => model.prompt(session, turnId, text) };
  },
  queue: (session, step, model, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'queue', sessionId, turnId, text } as const;
    return { command, answer: () => model.queue(session, turnId, text) };
  },
  steer: (session, step, model, ids) => {
    const { turnId, text, sessionId } = words(session, step, ids);
    const command = { type: 'steer', sessionId, turnId, text } as const;
    return { command, answer: () => model.steer(session, turnId, text) };
  },
  'edit-queued': (session, step, model) => {
    const turnId = queuedOf(session, step.how);
    const text = textOf(step, `${turnId}, better`);
    const command = { type: 'edit-queued', sessionId: session.id, turnId, text } as const;
    return { command, answer: () => model.editQueued(session, turnId, text) };
  },
  'move-queued': (session, step, model) => {
    const [turnId, other] = [queuedOf(session, step.how), queuedOf(session, step.what)];
    const before = step.what % 4 === 0 ? null : other;
    const command = { type: 'move-queued', sessionId: session.id, turnId, before } as const;
    return { command, answer: () => model.moveQueued(session, turnId, before) };
  },
  unqueue: (session, step, model) => {
    const turnId = queuedOf(session, step.how);
    return {
      command: { type: 'unqueue', sessionId: session.id, turnId },
      answer: () => model.unqueue(session, turnId),
    };
  },
  'release-queue': (session, _, model) => ({
    command: { type: 'release-queue', sessionId: session.id },
    answer: () => model.release(session),
  }),
  resume: (session, step, model, ids) => {
    const turnId = newTurn(session, step, ids);
    return { command: { type: 'resume', sessionId: session.id, turnId }, answer: () => model.resume(session, turnId) };
  },
  retry: (session, step, model, ids) => {
    const turnId = newTurn(session, step, ids);
    return { command: { type: 'retry', sessionId: session.id, turnId }, answer: () => model.retry(session, turnId) };
  },
  stop: (session, _, model) => ({
    command: { type: 'stop', sessionId: session.id },
    answer: () => model.stop(session),
  }),
  terminate: (session, _, model) => ({
    command: { type: 'terminate', sessionId: session.id },
    answer: () => model.terminate(session),
  }),
  edit: (session, step, model, ids) => {
    const { turnId, text, sessionId } = words(session, { ...step, what: step.how }, ids);
    const of = turnOf(session, step.what);
    const command = { type: 'edit', sessionId, turnId, of, text } as const;
    return { command, answer: () => model.edit(session, turnId, of, text) };
  },
  'switch-branch': (session, step, model) => {
    const turnId = turnOf(session, step.what);
    const command = { type: 'switch-branch', sessionId: session.id, turnId } as const;
    return { command, answer: () => model.switchBranch(session, turnId) };
  },
  rollback: (session, step, model, ids) => {
    const turnId = turnOf(session, step.what);
    const rollbackId = step.how < 28 ? rollbackIdOf(ids.ulid()) : rollbackOf(session, step.how, ids);
    const command = { type: 'rollback', sessionId: session.id, rollbackId, turnId } as const;
    return { command, answer: () => model.rollback(session, rollbackId, turnId) };
  },
  clear: (session, step, model, ids) => {
    const rollbackId = step.how < 28 ? rollbackIdOf(ids.ulid()) : rollbackOf(session, step.how, ids);
    const command = { type: 'clear', sessionId: session.id, rollbackId } as const;
    return { command, answer: () => model.rollback(session, rollbackId, null) };
  },
  undo: (session, step, model, ids) => {
    const rollbackId = rollbackOf(session, step.how, ids);
    const command = { type: 'undo-rollback', sessionId: session.id, rollbackId } as const;
    return { command, answer: () => model.undo(session, rollbackId) };
  },
  fork: (session, step, model, ids) => {
    const [turnId, newSessionId] = [turnOf(session, step.what), sessionOf(session, step.how, ids)];
    const command = { type: 'fork', sessionId: session.id, turnId, newSessionId } as const;
    return { command, answer: () => model.fork(session, newSessionId, turnId) };
  },
  answer: (session, step, model) => {
    const requestId = session.requests[step.how % 4] ?? requestIdOf(NOWHERE);
    const command = { type: 'answer', sessionId: session.id, requestId, optionId: 'yes' } as const;
    return { command, answer: () => model.answer(session, requestId) };
  },
  'clear-error': (session, _, model) => ({
    command: { type: 'clear-error', sessionId: session.id },
    answer: () => model.clearError(session),
  }),
  pin: (session, step, model) => {
    const pinned = step.how % 2 === 0;
    return { command: { type: 'pin', sessionId: session.id, pinned }, answer: () => model.set(session, { pinned }) };
  },
  archive: (session, step, model) => {
    const archived = step.how % 3 > 0;
    const command = { type: 'archive', sessionId: session.id, archived } as const;
    return { command, answer: () => model.archive(session, archived) };
  },
  mark: (session, step, model) => {
    const unread = step.how % 2 === 0;
    return { command: { type: 'mark', sessionId: session.id, unread }, answer: () => model.set(session, { unread }) };
  },
  policy: (session, step, model) => {
    const policy = POLICIES[step.how % POLICIES.length] ?? 'ask';
    const command = { type: 'set-policy', sessionId: session.id, policy } as const;
    return { command, answer: () => model.set(session, { policy }) };
  },
  delete: (session, _, model) => ({
    command: { type: 'delete', sessionId: session.id },
    answer: () => model.delete(session),
  }),
  restore: (session, step, model) => {
    const children = step.how % 2 === 0;
    const command = { type: 'restore', sessionId: session.id, children } as const;
    return { command, answer: () => model.restore(session, children) };
  },
  main: (session, step, model, ids) => {
    const id = sessionOf(session, step.how, ids);
    return { command: creating(id), answer: () => model.create(id, null) };
  },
  spawn: (session, step, model, ids) => {
    const id = sessionOf(session, step.how, ids);
    const [parent, turn] = [session.id, turnOf(session, step.what)];
    const relationship = { kind: 'subagent', parent, turn, item: null, type: null } as const;
    return {
      command: { ...creating(id), relationship, description: 'a task' },
      answer: () => model.create(id, { kind: 'child', parent, turn }),
    };
  },
  aside: (session, step, model, ids) => {
    const id = sessionOf(session, step.how, ids);
    const [parent, turn] = [session.id, step.what % 8 === 0 ? null : turnOf(session, step.what)];
    const relationship = { kind: 'btw', parent, turn } as const;
    return {
      command: { ...creating(id), relationship },
      answer: () => model.create(id, { kind: 'side', parent, turn }),
    };
  },
};
