import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { type RollbackId, rollbackIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import type { Origin } from '../../protocol/origin.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Change } from './change.ts';
import type { CreationPorts } from './creation.ts';
import { newHead } from './decide.ts';
import { WINDOW_ITEMS } from './limits.ts';
import { firstChars } from './open-turn.ts';
import { onPath } from './path.ts';
import type { SessionCommit, SessionStore, TurnWrite } from './ports.ts';
import type { FetchRun } from './runner-ports.ts';

type TakeOverCommand = Extract<Command, { type: 'take-over' }>;

/** A main session that goes on in an agent's own conversation; nothing of that is here yet. */
export function takenOver(
  command: TakeOverCommand,
  ports: CreationPorts,
  newUlid: () => string,
): Result<SessionCommit & { readonly head: Head }, Refusal> {
  const { agentId, folder, agentSession, sessionId } = command;
  if (!ports.agentExists(agentId)) return refuse({ code: 'unknown-agent', agentId });
  const holder = ports.store.holderOf(agentId, agentSession);
  if (holder) return refuse({ code: 'already-held', ...holder });
  if (!ports.folderExists(folder)) return refuse({ code: 'folder-missing', folder });
  const text = firstChars((command.title ?? '').trim(), TITLE_CHARS_MAX);
  const origin: Origin = {
    ...{ agentSession, changedAt: command.changedAt ?? null, fetch: turnIdOf(newUlid()) },
    ...{ turns: 0, last: null, state: { kind: 'fetching' } },
  };
  const head: Head = {
    ...newHead({ sessionId, agentId, folder, policy: ports.defaultPolicy() }, ports.now()),
    title: { text, by: text === '' ? 'provisional' : 'agent' },
    origin,
  };
  const commit = { durable: true, head, agentSession: { id: agentSession, fork: false }, turns: [], items: [] };
  return ok({ id: sessionId, commit, head });
}

/** All that was fetched goes, and another attempt begins. Only while nothing else was said in the session. */
export function fetchedAgain(head: Head, store: SessionStore, newUlid: () => string): Result<Change, Refusal> {
  const { origin } = head;
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  if (head.rollback !== null) return refuse({ code: 'rolling-back' });
  const untouched = (head.turn?.id ?? null) === origin?.last && head.undoable.length === 0;
  if (origin?.state.kind !== 'incomplete' || !untouched) return refuse({ code: 'nothing-to-fetch' });
  const [by, fetch]: [RollbackId, TurnId] = [rollbackIdOf(newUlid()), turnIdOf(newUlid())];
  const turns = store.roots(head.id).flatMap((root) => store.turnsBelow(head.id, root));
  const undo: TurnWrite = { type: 'undo', turns, by };
  const path = store.preview(head.id, [undo, { type: 'activate', leaf: null }], WINDOW_ITEMS);
  if (!path.ok) return path;
  const anew: Origin = { ...origin, fetch, turns: 0, last: null, state: { kind: 'fetching' } };
  const change = onPath(head, path.value, [undo, { type: 'forget', by }], { origin: anew });
  return ok({ ...change, agentSession: { id: origin.agentSession, fork: false } });
}

/** What the runner is to fetch for a session; undefined when its conversation began here. */
export function fetchRunOf({ id, agentId, folder, origin }: Head): FetchRun | undefined {
  return origin && { sessionId: id, fetch: origin.fetch, agentId, folder, agentSession: origin.agentSession };
}
