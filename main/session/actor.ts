import type { Prompted } from '../../protocol/attachment.ts';
import type { Refusal } from '../../protocol/command.ts';
import type { ItemEvent, SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { ItemId, RequestId, TurnId } from '../../protocol/ids.ts';
import type { Notice } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX } from '../../protocol/limits.ts';
import { charsOf, mergeEvents } from '../../protocol/merge.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { isItemEvent, reduceAll, trimWindow } from '../../protocol/reduce.ts';
import { ok, type Result } from '../../protocol/result.ts';
import { isActive, type Turn } from '../../protocol/turn.ts';
import type { Logger } from '../log/log.ts';
import { freeCard, onlyCard } from './card.ts';
import type { Change } from './change.ts';
import { commandsAre } from './commands.ts';
import { decide, type OwnCommand } from './decide.ts';
import { lastPromptOf, promptedBy } from './last-prompt.ts';
import { WINDOW_ITEMS, WINDOW_ITEMS_MAX } from './limits.ts';
import { busyBelow } from './lineage.ts';
import { News } from './news.ts';
import type { Facts } from './open-turn.ts';
import { offered } from './options.ts';
import { decidePath, type PathCommand } from './path.ts';
import { type PermissionPorts, permissionWritesOf } from './permission.ts';
import type {
  AgentSession,
  Commit,
  DiskTrouble,
  ItemWrite,
  SessionCommit,
  SessionStore,
  StoredSession,
  TurnWrite,
} from './ports.ts';
import { Ring, type RingLimits } from './ring.ts';
import type { Configured, Report } from './runner-ports.ts';
import { countsIn } from './spending.ts';
import { Stopwatch } from './stopwatch.ts';
import { tailOf } from './tail.ts';
import { type BudgetPorts, promptRefused, topOf } from './tree-budget.ts';
import { turnWritesOf } from './turn-writes.ts';
import { waitWritesOf } from './waits.ts';
import { writesOf } from './writes.ts';

export type ActorPorts = {
  readonly store: SessionStore;
  readonly permissions: PermissionPorts & { readonly rulesHeld: number };
  readonly budget: BudgetPorts;
  readonly log: Logger;
  readonly ring: RingLimits;
  now(): number;
  newItemId(): ItemId;
  newTurnId(): TurnId;
  newIncarnation(): string;
  /** After every change: the head as it now is. */
  changed(head: Head): void;
  /** A turn waits to be run. `prompt` undefined: it goes on where an earlier one ended. */
  opened(turnId: TurnId, prompt: Prompted | undefined): void;
  /** The session's policy, or a rule, has answered a question that nobody was asked. */
  granted(requestId: RequestId, optionId: string): void;
  /** What the agent offers in a session that it has just begun. */
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
  readonly #news: News;
  readonly #stopwatch: Stopwatch;
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
    this.#stopwatch = new Stopwatch(ports.now);
    this.#news = new News({
      ...ports,
      stopwatch: this.#stopwatch,
      state: () => this.#state,
      agentSession: () => this.#agentSession,
      facts: (ended) => this.#facts(ended),
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

  /** The card of a call: by the agent's own id of it, else the first of this tool that has no child yet. */
  cardOf(call: string | undefined, tool: string): ItemId | undefined {
    return call === undefined ? freeCard(this.#state, tool) : this.#news.itemOf(call);
  }

  /** The one card of the running turn that runs and shows no child yet; undefined when there is none, or more than one. */
  onlyCard(): ItemId | undefined {
    return onlyCard(this.#state);
  }

  /** Its agent runs in another process: its ids begin again. */
  forgetCalls(): void {
    this.#news.forgetCalls();
  }

  /** The order of the next item of a turn. */
  nextOrder(turn: Pick<Turn, 'id' | 'index'>): number {
    return this.#news.nextOrder(turn);
  }

  /** The last prompt, or undefined before the first. */
  lastPrompt(): Prompted | undefined {
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
      turns: [
        ...turnWritesOf(change.events, before),
        ...waitWritesOf(before.head, next.head, this.#ports.now()),
        ...(change.turns ?? []),
      ],
      items: [...this.#writesOf(change.events, next), ...this.#writesElsewhere(change.elsewhere ?? [])],
      permissions: permissionWritesOf(change.events),
    };
    return { id: before.head.id, commit, apply: () => this.#apply(next, change) };
  }

  /** What the agent offers and understands, and what came of something that was wanted of it. */
  configured(configured: Configured): readonly SessionEvent[] {
    if (configured.type === 'commands') return commandsAre(this.head, configured.commands);
    if (configured.type === 'options') return offered(this.head, configured.options, configured.optionId);
    const option = this.head.options.find(({ id }) => id === configured.optionId);
    const settled = offered(this.head, this.head.options, configured.optionId);
    if (!option) return settled;
    return [...settled, ...this.notice({ code: 'option-refused', option: option.name, text: configured.text })];
  }

  /**
   * What a report of the agent means. Recording it may have to be tried again; what it means does not depend on how
   * often that was.
   */
  eventsOf(turnId: TurnId, report: Report): readonly SessionEvent[] {
    return this.#news.eventsOf(turnId, report);
  }

  /** A line in the last turn; no line where there is no turn yet. */
  notice(notice: Notice): readonly SessionEvent[] {
    return this.#news.notice(notice);
  }

  /** Saves and publishes what `eventsOf` made of a report. */
  record(turnId: TurnId, events: readonly SessionEvent[], report: Report): Recorded {
    const turns = countsIn(turnId, report);
    if (report.type === 'updates') return this.#commit({ ...this.#placed(turnId, events), turns, streamed: true });
    if (report.type === 'replayed' || report.type === 'fetched') return this.#commit(this.#told(events, report));
    if (report.type !== 'attached') return this.#commit(this.#placed(turnId, events));
    const { agentSession } = report;
    return this.#commit({
      events,
      agentSession: { id: agentSession, fork: false },
      turns: [{ type: 'prompted', turn: turnId, agentSession }, ...turns],
    });
  }

  /** The agent knows what it has told: each of its turns was prompted in its own conversation. */
  #told(events: readonly SessionEvent[], report: Report): Change {
    const agentSession = this.head.origin?.agentSession;
    const turns = events.flatMap((event): readonly TurnWrite[] =>
      event.type === 'turn-opened' && agentSession !== undefined
        ? [{ type: 'prompted', turn: event.turn.id, agentSession }]
        : [],
    );
    return { events, turns, ...(report.type === 'replayed' && { streamed: true }) };
  }

  #facts(ended: readonly SessionEvent[] = []): Facts {
    return {
      now: this.#ports.now(),
      newItemId: this.#ports.newItemId,
      nextOrder: (turn) => this.#news.nextOrder(turn),
      lastPrompt: () => this.lastPrompt(),
      turn: (id) => this.#ports.store.turn(this.head.id, id),
      leafBelow: (id) => this.#ports.store.leafBelow(this.head.id, id),
      decision: (request) => this.#ports.store.decision(this.head.id, request),
      ruleFor: (agent, scope) => this.#ports.permissions.store.ruleFor(agent, scope),
      rulesHeld: this.#ports.permissions.rulesHeld,
      busyBelow: () => busyBelow(this.#ports.store, this.head.id).map(({ title }) => title.text),
      over: () => promptRefused(this.head, this.#ports.budget, ended),
      top: () => topOf(this.head, this.#ports.budget),
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

  /** An agent may still speak of a turn that is no longer on the path: its items are there, but for known ones. */
  #placed(turnId: TurnId, events: readonly SessionEvent[]): Change {
    if (this.#isShown(turnId)) return { events };
    const isElsewhere = (event: SessionEvent): event is ItemEvent =>
      isItemEvent(event) && (event.type === 'item-added' || !this.#isItemShown(event.item));
    return { events: events.filter((event) => !isElsewhere(event)), elsewhere: events.filter(isElsewhere) };
  }

  #isShown(turnId: TurnId): boolean {
    return turnId === this.head.turn?.id || this.#ports.store.turn(this.head.id, turnId)?.active === true;
  }

  #isItemShown(id: ItemId): boolean {
    if (this.#state.window.items.some((item) => item.id === id)) return true;
    const stored = this.#ports.store.item(this.head.id, id);
    return stored !== undefined && this.#isShown(stored.turn);
  }

  #writesOf(events: readonly SessionEvent[], after: SessionState): readonly ItemWrite[] {
    return writesOf(events, after.window, (id) => this.#ports.store.item(this.head.id, id));
  }

  #writesElsewhere(events: readonly SessionEvent[]): readonly ItemWrite[] {
    return this.#writesOf(events, reduceAll({ head: this.head, window: { items: [], atStart: true } }, events));
  }

  /** The only way state changes: reduce, save, then tell. When it cannot be saved nothing has happened. */
  #commit(change: Change): Recorded {
    const { events, elsewhere = [], agentSession } = change;
    if (events.length + elsewhere.length === 0 && agentSession === undefined) return ok(undefined);
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
    this.#stopwatch.saw(change.events, next.head);
    this.ring.publish(change.events);
    if (headChanged) this.#ports.changed(next.head);
    this.#announceTurn(change.events);
    for (const event of change.events) {
      if (event.type === 'granted') this.#ports.granted(event.decision.request, event.optionId);
    }
  }

  /** A turn that was opened, by whomever, is to be run. */
  #announceTurn(events: readonly SessionEvent[]): void {
    const opened = events.find((event) => event.type === 'turn-opened' && isActive(event.turn));
    if (opened?.type !== 'turn-opened') return;
    const prompt = events.flatMap((event) =>
      event.type === 'item-added' && event.item.kind === 'prompt' && event.item.turn === opened.turn.id
        ? [promptedBy(event.item)]
        : [],
    );
    this.#ports.opened(opened.turn.id, prompt[0]);
  }
}
