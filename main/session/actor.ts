import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { ItemId, TurnId } from '../../protocol/ids.ts';
import type { Notice } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX, REQUESTS_MAX, TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { charsOf, mergeEvents } from '../../protocol/merge.ts';
import { reduceAll, trimWindow } from '../../protocol/reduce.ts';
import { assertNever, ok, type Result } from '../../protocol/result.ts';
import { isActive, type Outcome } from '../../protocol/turn.ts';
import type { Logger } from '../log/log.ts';
import { Attribution, type TurnPlace } from './attribution.ts';
import { agentTitle, decide, type SessionCommand } from './decide.ts';
import { lastPromptOf } from './last-prompt.ts';
import { WINDOW_ITEMS, WINDOW_ITEMS_MAX } from './limits.ts';
import type { Facts } from './open-turn.ts';
import type { Commit, DiskTrouble, Question, Report, SessionStore, StoredSession } from './ports.ts';
import { afterTurn } from './queue.ts';
import { Ring, type RingLimits } from './ring.ts';
import { cancelRequests } from './stop-turn.ts';
import { tailOf } from './tail.ts';
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
};

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
  #agentSession: string | null;

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
      lastOrder: (index) => this.#lastOrder(index),
    });
  }

  get head(): Head {
    return this.#state.head;
  }

  get agentSession(): string | null {
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
  dispatch(command: SessionCommand): Result<{ readonly seq: number }, Refusal> {
    const decision = decide(this.head, command, this.#facts());
    if (!decision.ok) return decision;
    const recorded = this.#commit(decision.value, { durable: true });
    return recorded.ok ? ok({ seq: this.ring.seq }) : recorded;
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
      case 'ended':
        return turn.over ? [] : this.endTurn(report.outcome);
      default:
        return assertNever(report);
    }
  }

  /** Saves and publishes what `eventsOf` made of a report. */
  record(events: readonly SessionEvent[], report: Report | undefined): Recorded {
    const agentSession = report?.type === 'attached' ? report.agentSession : undefined;
    return this.#commit(events, { durable: report?.type !== 'updates', ...(agentSession && { agentSession }) });
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
      nextOrder: (index) => this.#attribution.nextOrder(index),
      lastPrompt: () => this.lastPrompt(),
      hasTurn: (id) => this.head.turn?.id === id || this.#ports.store.hasTurn(this.head.id, id),
    };
  }

  /** The only place where state changes: reduce, save, then tell. When it cannot be saved nothing has happened. */
  #commit(events: readonly SessionEvent[], how: Pick<Commit, 'durable' | 'agentSession'>): Recorded {
    const next = reduceAll(this.#state, events);
    if (events.length === 0 && how.agentSession === undefined) return ok(undefined);
    const recorded = this.#ports.store.commit(this.head.id, {
      ...how,
      head: next.head === this.#state.head ? null : next.head,
      items: writesOf(events, next.window, (id) => this.#ports.store.item(this.head.id, id)),
    });
    if (!recorded.ok) return recorded;

    const headChanged = next.head !== this.#state.head;
    if (how.agentSession !== undefined) this.#agentSession = how.agentSession;
    const tooLong = next.window.items.length > WINDOW_ITEMS_MAX;
    this.#state = tooLong ? { head: next.head, window: trimWindow(next.window, WINDOW_ITEMS) } : next;
    this.ring.publish(events);
    if (headChanged) this.#ports.changed(next.head);
    this.#announceTurn(events);
    return recorded;
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
        return [{ type: 'usage-set', usage: update.usage }];
      case 'title':
        return agentTitle(this.head, update.title);
      case 'notice':
        return this.#notice(turn, { code: 'from-agent', level: update.level, text: update.text });
      default:
        return assertNever(update);
    }
  }

  #attached(turn: TurnPlace, report: Extract<Report, { type: 'attached' }>): readonly SessionEvent[] {
    if (report.agentSession !== this.#agentSession) this.#attribution.forgetIds();
    return report.handedOver ? this.#notice(turn, { code: 'handed-over' }) : [];
  }

  #notice(turn: TurnPlace, notice: Notice): readonly SessionEvent[] {
    const order = this.#attribution.nextOrder(turn.index);
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
    const { call: _, ...asked } = question;
    return [...made, { type: 'asked', request: { ...asked, item, turn: turn.id, at: this.#ports.now() } }];
  }

  #placeOf(turnId: TurnId): TurnPlace | undefined {
    const turn = this.head.turn;
    if (turn?.id === turnId) return { id: turn.id, index: turn.index, over: !isActive(turn) };
    const item = this.#state.window.items.findLast((known) => known.turn === turnId);
    return item && { id: turnId, index: Math.floor(item.order / TURN_ITEMS_MAX), over: true };
  }

  #lastOrder(turnIndex: number): number | undefined {
    const order = this.#ports.store.lastOrder(this.head.id, (turnIndex + 1) * TURN_ITEMS_MAX);
    return order !== undefined && order >= turnIndex * TURN_ITEMS_MAX ? order : undefined;
  }
}
