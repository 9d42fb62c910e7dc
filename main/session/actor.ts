import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { ItemId, RequestId, TurnId } from '../../protocol/ids.ts';
import type { Notice, ToolKind } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX, REQUESTS_MAX } from '../../protocol/limits.ts';
import { charsOf, mergeEvents } from '../../protocol/merge.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { reduceAll, trimWindow } from '../../protocol/reduce.ts';
import { assertNever, ok, type Result } from '../../protocol/result.ts';
import { isActive, type Outcome } from '../../protocol/turn.ts';
import type { Logger } from '../log/log.ts';
import { Attribution, type TurnPlace } from './attribution.ts';
import type { Change } from './change.ts';
import { agentTitle, decide, type OwnCommand } from './decide.ts';
import { lastPromptOf } from './last-prompt.ts';
import { WINDOW_ITEMS, WINDOW_ITEMS_MAX } from './limits.ts';
import type { Facts } from './open-turn.ts';
import { offered } from './options.ts';
import { decidePath, type PathCommand } from './path.ts';
import { grantedBy } from './policy.ts';
import type {
  AgentSession,
  Commit,
  Configured,
  DiskTrouble,
  Question,
  Report,
  SessionCommit,
  SessionStore,
  StoredSession,
} from './ports.ts';
import { afterTurn } from './queue.ts';
import { Ring, type RingLimits } from './ring.ts';
import { cancelRequests } from './stop-turn.ts';
import { tailOf } from './tail.ts';
import { turnWritesOf } from './turn-writes.ts';
import type { AgentUpdate } from './update.ts';
import { writesOf } from './writes.ts';

export type ActorPorts = {
  readonly store: SessionStore;
  readonly log: Logger;
  readonly ring: RingLimits;
  now(): number;
  newItemId(): ItemId;
  newIncarnation(): string;
  /** After every change: the head as it now is. */
  changed(head: Head): void;
  /** A turn waits to be run. `prompt` undefined: it goes on where an earlier one ended. */
  opened(turnId: TurnId, prompt: string | undefined): void;
  /** The session's policy answers a question that nobody is asked. */
  granted(requestId: RequestId, optionId: string): void;
  /** The agent has said what may be chosen. */
  offered(options: readonly AgentOption[]): void;
};

/** A change that waits to be written. `apply` says that it has been. */
export type Prepared = SessionCommit & { apply(): void };

type Recorded = Result<void, DiskTrouble>;

/**
 * Owns one session. Nothing here is async: a handler reads, decides, saves and publishes before anything else can
 * run, so the event loop is the mailbox.
 */
export class SessionActor {
  readonly ring: Ring<SessionEvent>;
  readonly #ports: ActorPorts;
  readonly #attribution: Attribution;
  #state: SessionState;
  #agentSession: AgentSession | null;

  constructor(stored: StoredSession, ports: ActorPorts) {
    this.#ports = ports;
    this.#state = stored.state;
    this.#agentSession = stored.agentSession;
    this.ring = new Ring({
      incarnation: ports.newIncarnation(),
      ...ports.ring,
      charsOf,
      merge: mergeEvents,
    });
    this.#attribution = new Attribution({
      newItemId: ports.newItemId,
      now: ports.now,
      lastOrder: (turn) => ports.store.lastOrder(this.head.id, turn),
    });
  }

  get head(): Head {
    return this.#state.head;
  }

  get agentSession(): AgentSession | null {
    return this.#agentSession;
  }

  /** The newest items that fit `tail` and the size of a snapshot, with the head. */
  snapshot(tail: number): { readonly state: SessionState } {
    return { state: { head: this.#state.head, window: tailOf(this.#state.window, tail, PAGE_CHARS_MAX) } };
  }

  /** The words of the last prompt, or undefined before the first. */
  lastPrompt(): string | undefined {
    return lastPromptOf(this.#state, this.#ports.store);
  }

  /** The answer means: recorded. */
  dispatch(command: OwnCommand | PathCommand): Result<{ readonly seq: number }, Refusal> {
    const change = this.#decide(command);
    if (!change.ok) return change;
    const recorded = this.#commit(change.value);
    return recorded.ok ? ok({ seq: this.ring.seq }) : recorded;
  }

  /** A change as rows, to be written by the caller, who then says that it has been. */
  prepare(change: Change): Prepared {
    const before = this.#state;
    const next = reduceAll(before, change.events);
    const commit: Commit = {
      durable: change.streamed === undefined,
      head: next.head === before.head ? null : next.head,
      ...(change.agentSession !== undefined && { agentSession: change.agentSession }),
      turns: [...turnWritesOf(change.events, before.head), ...(change.turns ?? [])],
      items: writesOf(change.events, next.window, (id) => this.#ports.store.item(before.head.id, id)),
    };
    return { id: before.head.id, commit, apply: () => this.#apply(next, change) };
  }

  /** A line in the last turn; no line where there is no turn yet. */
  notice(notice: Notice): readonly SessionEvent[] {
    const turn = this.head.turn;
    return turn ? this.#notice({ ...turn, over: !isActive(turn) }, notice) : [];
  }

  /** What the agent offers, and what came of something that was wanted of it. */
  configured(configured: Configured): readonly SessionEvent[] {
    if (configured.type === 'options') return offered(this.head, configured.options, configured.optionId);
    const option = this.head.options.find(({ id }) => id === configured.optionId);
    const settled = offered(this.head, this.head.options, configured.optionId);
    const name = option?.name ?? configured.optionId;
    return [...settled, ...this.notice({ code: 'option-refused', option: name, text: configured.text })];
  }

  /**
   * What the agent of a turn did. The answer says whether it was recorded; if not, `commit` of the events that were
   * made of it is tried again by the caller.
   */
  eventsOf(turnId: TurnId, report: Report): readonly SessionEvent[] {
    const turn = this.#placeOf(turnId);
    if (!turn) {
      this.#ports.log.error('news of an unknown turn dropped', {
        session: this.head.id,
        turn: turnId,
        type: report.type,
      });
      return [];
    }
    switch (report.type) {
      case 'moved':
        return turn.over || this.head.turn?.phase.kind === 'stopping'
          ? []
          : [{ type: 'turn-moved', turn: turnId, phase: report.phase }];
      case 'attached':
        return this.#attached(turn, report);
      case 'updates':
        return report.updates.flatMap((update) => this.#update(update, turn));
      case 'asked':
        return this.#asked(turn, report.question);
      case 'withdrawn':
        return this.head.requests.some((request) => request.id === report.requestId)
          ? [{ type: 'answered', request: report.requestId, answer: { kind: 'cancelled' } }]
          : [];
      case 'awaiting':
        return turn.over ? [] : [{ type: 'awaiting-set', children: report.children }];
      case 'ended':
        return turn.over ? [] : this.endTurn(report.outcome);
      default:
        return assertNever(report);
    }
  }

  /** Saves and publishes what `eventsOf` made of a report. */
  record(turnId: TurnId, events: readonly SessionEvent[], report: Report): Recorded {
    if (report.type === 'updates') return this.#commit({ events, streamed: true });
    if (report.type !== 'attached') return this.#commit({ events });
    const { agentSession } = report;
    return this.#commit({
      events,
      agentSession: { id: agentSession, fork: false },
      turns: [{ type: 'prompted', turn: turnId, agentSession }],
    });
  }

  /** Ends all that is open, then the turn. Empty when no turn is active. */
  endTurn(outcome: Outcome): readonly SessionEvent[] {
    const turn = this.head.turn;
    if (!isActive(turn)) return [];
    const at = this.#ports.now();
    const closing = this.#ports.store.openItems(this.head.id).flatMap((item): SessionEvent[] => {
      if (item.kind !== 'tool') return [{ type: 'item-ended', item: item.id, at }];
      const over = item.status === 'done' || item.status === 'failed' || item.status === 'stopped';
      return [
        { type: 'tool-updated', item: item.id, patch: over ? { endedAt: at } : { status: 'stopped', endedAt: at } },
      ];
    });
    this.#attribution.turnEnded(turn.id);
    const notice =
      outcome.kind === 'completed' ? [] : this.#notice({ ...turn, over: true }, { code: 'ended', outcome });
    const ending: readonly SessionEvent[] = [
      ...cancelRequests(this.head),
      ...closing,
      ...notice,
      { type: 'turn-ended', turn: turn.id, outcome, at },
    ];
    return [...ending, ...afterTurn(reduceAll(this.#state, ending).head, outcome, this.#facts())];
  }

  #facts(): Facts {
    return {
      now: this.#ports.now(),
      newItemId: this.#ports.newItemId,
      nextOrder: (turn) => this.#attribution.nextOrder(turn),
      lastPrompt: () => this.lastPrompt(),
      turn: (id) => this.#ports.store.turn(this.head.id, id),
      leafBelow: (id) => this.#ports.store.leafBelow(this.head.id, id),
      branchCount: () => this.#ports.store.branchCount(this.head.id),
      preview: (writes) => this.#ports.store.preview(this.head.id, writes, WINDOW_ITEMS),
    };
  }

  #decide(command: OwnCommand | PathCommand): Result<Change, Refusal> {
    if (command.type === 'edit' || command.type === 'switch-branch') {
      return decidePath(this.head, command, this.#facts());
    }
    const decision = decide(this.head, command, this.#facts());
    return decision.ok ? ok({ events: decision.value }) : decision;
  }

  /** The only way state changes: reduce, save, then tell. When it cannot be saved nothing has happened. */
  #commit(change: Change): Recorded {
    if (change.events.length === 0 && change.agentSession === undefined) return ok(undefined);
    const prepared = this.prepare(change);
    const recorded = this.#ports.store.commit(prepared.id, prepared.commit);
    if (recorded.ok) prepared.apply();
    return recorded;
  }

  #apply(next: SessionState, change: Change): void {
    const headChanged = next.head !== this.#state.head;
    if (change.agentSession !== undefined) this.#agentSession = change.agentSession;
    const tooLong = next.window.items.length > WINDOW_ITEMS_MAX;
    this.#state = tooLong ? { head: next.head, window: trimWindow(next.window, WINDOW_ITEMS) } : next;
    this.ring.publish(change.events);
    if (headChanged) this.#ports.changed(next.head);
    this.#announceTurn(change.events);
  }

  /** A turn that was opened, by whomever, is to be run. */
  #announceTurn(events: readonly SessionEvent[]): void {
    const opened = events.find((event) => event.type === 'turn-opened');
    if (!opened) return;
    const prompt = events.flatMap((event) =>
      event.type === 'item-added' && event.item.kind === 'prompt' && event.item.turn === opened.turn.id
        ? [event.item.text.head + event.item.text.tail]
        : [],
    );
    this.#ports.opened(opened.turn.id, prompt[0]);
  }

  #update(update: AgentUpdate, turn: TurnPlace): readonly SessionEvent[] {
    switch (update.type) {
      case 'text':
        return this.#attribution.text(update, turn);
      case 'tool':
        return this.#attribution.tool(update.call, update.change, turn);
      case 'output':
        return this.#attribution.output(update.call, update.terminal, update.text);
      case 'exit':
        return this.#attribution.exit(update);
      case 'plan':
        return turn.id === this.head.turn?.id
          ? [{ type: 'plan-set', plan: { turn: turn.id, entries: update.entries } }]
          : [];
      case 'usage':
        return [{ type: 'usage-set', usage: { ...update.usage, earlier: this.head.usage?.earlier ?? [] } }];
      case 'options':
        this.#ports.offered(update.options);
        return offered(this.head, update.options);
      case 'limit':
        return turn.over ? [] : [{ type: 'limit-set', limit: update.limit }];
      case 'title':
        return agentTitle(this.head, update.title);
      case 'notice':
        return this.#notice(turn, { code: 'from-agent', level: update.level, text: update.text });
      default:
        return assertNever(update);
    }
  }

  #attached(turn: TurnPlace, report: Extract<Report, { type: 'attached' }>): readonly SessionEvent[] {
    const another = report.agentSession !== this.#agentSession?.id;
    if (another) this.#attribution.forgetIds();
    if (report.options) this.#ports.offered(report.options);
    return [
      ...(another ? spentBefore(this.head) : []),
      ...(report.options ? offered(this.head, report.options) : []),
      ...(report.how === 'handed-over' || report.how === 'forked' ? this.#notice(turn, { code: report.how }) : []),
    ];
  }

  #notice(turn: TurnPlace, notice: Notice): readonly SessionEvent[] {
    const order = this.#attribution.nextOrder(turn);
    const placed = { id: this.#ports.newItemId(), turn: turn.id, order, at: this.#ports.now() };
    return [
      ...this.#attribution.endText(turn.id),
      { type: 'item-added', item: { ...placed, kind: 'notice', notice } } as const,
    ];
  }

  #asked(turn: TurnPlace, question: Question): readonly SessionEvent[] {
    const known = this.#attribution.itemOf(question.call);
    const made = known ? [] : this.#attribution.tool(question.call, { title: question.title }, turn);
    const item = known ?? this.#attribution.itemOf(question.call);
    const stopping = this.head.turn?.phase.kind === 'stopping';
    if (!item || turn.over || stopping || this.head.requests.length >= REQUESTS_MAX) return made;
    const granted = grantedBy(this.head.policy, this.#toolKind(item), question.options);
    if (granted) {
      this.#ports.granted(question.id, granted.id);
      return made;
    }
    const { call: _, ...asked } = question;
    return [...made, { type: 'asked', request: { ...asked, item, turn: turn.id, at: this.#ports.now() } }];
  }

  /** An item that has only just been made says nothing of its kind. */
  #toolKind(id: ItemId): ToolKind {
    const item = this.#state.window.items.findLast((known) => known.id === id);
    return item?.kind === 'tool' ? item.tool : 'other';
  }

  /** Also of another branch: an agent may still speak of a turn that has been left. */
  #placeOf(turnId: TurnId): TurnPlace | undefined {
    const turn = this.head.turn;
    if (turn?.id === turnId) return { id: turn.id, index: turn.index, over: !isActive(turn) };
    const stored = this.#ports.store.turn(this.head.id, turnId);
    return stored && { id: turnId, index: stored.turn.index, over: true };
  }
}

/** A new agent session counts its cost from nothing: what the old one has cost is kept beside it. */
function spentBefore({ usage }: Head): readonly SessionEvent[] {
  if (!usage?.cost) return [];
  const { amount, currency } = usage.cost;
  const before = usage.earlier.find((money) => money.currency === currency)?.amount ?? 0;
  const others = usage.earlier.filter((money) => money.currency !== currency);
  return [
    { type: 'usage-set', usage: { ...usage, cost: null, earlier: [...others, { amount: before + amount, currency }] } },
  ];
}
