import type { Budget } from '../../../protocol/budget.ts';
import type { RequestId, RollbackId, SessionId, TurnId } from '../../../protocol/ids.ts';
import type { DecidedBy, PermissionPolicy, Verdict } from '../../../protocol/permission.ts';

export type End = 'completed' | 'cut-short' | 'stopped' | 'interrupted' | 'failed';

/** A turn as a person would describe it. `words`: everything that its agent said in it, in no order. */
export type ModelTurn = {
  readonly id: TurnId;
  readonly parent: TurnId | null;
  /** Null: it went on without one. */
  readonly prompt: string | null;
  words: readonly string[];
  phase: 'waiting' | 'running' | 'stopping' | End;
  cleared: boolean;
  undone: RollbackId | null;
  agentSession: string | null;
};

export type ModelUndoable = {
  readonly id: RollbackId;
  readonly at: number;
  /** Where the path ended before. */
  readonly last: TurnId;
  readonly turns: number;
  readonly sessions: number;
};

export type ModelDecision = {
  readonly request: RequestId;
  readonly verdict: Verdict;
  readonly by: DecidedBy['kind'];
};

/** What the agent lets a person choose: what holds, and what was chosen and does not hold yet. */
export type ModelOption = { readonly value: string; readonly wanted: string | null };

export type ModelSession = {
  readonly id: SessionId;
  readonly kind: 'main' | 'child' | 'side';
  readonly parent: SessionId | null;
  readonly spawnedBy: TurnId | null;
  /** By birth. */
  readonly turns: Map<TurnId, ModelTurn>;
  leaf: TurnId | null;
  /** How often the path was left for another, or made shorter. */
  path: number;
  queue: readonly { readonly id: TurnId; readonly text: string }[];
  held: 'stopped' | 'failed' | 'interrupted' | null;
  steering: boolean;
  rollback: RollbackId | null;
  undoable: readonly ModelUndoable[];
  requests: readonly RequestId[];
  /** Questions of which a rule can be made. */
  readonly rememberable: Set<RequestId>;
  forms: readonly RequestId[];
  /** How each question was decided, and by whom, oldest first. */
  decisions: readonly ModelDecision[];
  /** The turn that a tool call or a named message of the agent belongs to, as long as the host remembers it. */
  readonly named: Map<string, TurnId>;
  deletedAt: number | null;
  pinned: boolean;
  archived: boolean;
  unread: boolean;
  policy: PermissionPolicy;
  /** The policy is the parent's, whatever that is. */
  inherited: boolean;
  /** Null: nothing was said of it. */
  budget: Budget | null;
  option: ModelOption | null;
  /** What a person called it; null: nobody has. */
  title: string | null;
};

export const newSession = (own: Pick<ModelSession, 'id' | 'kind' | 'parent' | 'spawnedBy'>): ModelSession => ({
  ...own,
  turns: new Map(),
  leaf: null,
  path: 0,
  queue: [],
  held: null,
  steering: false,
  rollback: null,
  undoable: [],
  requests: [],
  rememberable: new Set(),
  forms: [],
  decisions: [],
  named: new Map(),
  deletedAt: null,
  pinned: false,
  archived: false,
  unread: false,
  policy: 'ask',
  inherited: false,
  budget: null,
  option: null,
  title: null,
});

export const heldIn = ({ option }: ModelSession): string | null => option && (option.wanted ?? option.value);

export const lastTurn = (session: ModelSession): ModelTurn | undefined =>
  session.leaf === null ? undefined : session.turns.get(session.leaf);

export function decide(session: ModelSession, request: RequestId, verdict: Verdict, by: DecidedBy['kind']): void {
  session.requests = session.requests.filter((open) => open !== request);
  session.decisions = [...session.decisions, { request, verdict, by }];
}

export function cancelAll(session: ModelSession, by: DecidedBy['kind']): void {
  for (const request of session.requests) decide(session, request, 'cancelled', by);
}

const LIVE: readonly string[] = ['waiting', 'running', 'stopping'];

export const isBusy = (session: ModelSession): boolean => LIVE.includes(lastTurn(session)?.phase ?? '');

/** The turns that are shown, first to last. */
export function pathOf(session: ModelSession, leaf: TurnId | null = session.leaf): readonly ModelTurn[] {
  const turn = leaf === null ? undefined : session.turns.get(leaf);
  return turn ? [...pathOf(session, turn.parent), turn] : [];
}

const livingChildren = (session: ModelSession, parent: TurnId | null): readonly ModelTurn[] =>
  [...session.turns.values()].filter((turn) => turn.parent === parent && turn.undone === null);

/** The turn and all that follow it and were not taken back. */
export function turnsBelow(session: ModelSession, id: TurnId): readonly TurnId[] {
  return [id, ...livingChildren(session, id).flatMap((child) => turnsBelow(session, child.id))];
}

export const rootsOf = (session: ModelSession): readonly TurnId[] =>
  livingChildren(session, null).map((turn) => turn.id);

/** The last one born at or below a turn. */
export function newestLeaf(session: ModelSession, id: TurnId): TurnId {
  const below = new Set(turnsBelow(session, id));
  return [...session.turns.keys()].findLast((turn) => below.has(turn)) ?? id;
}

/** Where there is more than one way to go on, or another way than to write something new. */
export function forksOf(
  session: ModelSession,
): readonly { readonly index: number; readonly turns: readonly TurnId[] }[] {
  const path = pathOf(session);
  return [null, ...path.map((turn) => turn.id)].flatMap((parent, index) => {
    const turns = livingChildren(session, parent).map((turn) => turn.id);
    const atEnd = index === path.length && turns.length > 0;
    return turns.length > 1 || atEnd ? [{ index, turns }] : [];
  });
}
