import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { ItemId, TurnId } from '../../protocol/ids.ts';
import { fetchedAt, type Origin } from '../../protocol/origin.ts';
import { textOf } from '../../protocol/text.ts';
import type { Turn } from '../../protocol/turn.ts';
import { agentTitle } from './account.ts';
import { Attribution, endOf } from './attribution.ts';
import { provisionalTitle } from './open-turn.ts';
import { offeredAnew } from './options.ts';
import type { SessionStore } from './ports.ts';
import type { Report } from './runner-ports.ts';
import type { AgentUpdate, Replayed } from './update.ts';

export type HistoryReport = Extract<Report, { readonly type: 'replayed' | 'fetched' }>;

export type HistoryPorts = {
  readonly store: SessionStore;
  head(): Head;
  now(): number;
  newItemId(): ItemId;
  newTurnId(): TurnId;
  /** The next order of each turn, shared by all who add items to the session. */
  readonly orders: Map<TurnId, number>;
};

/** What is being made of one report: the head as it will be by then, and the events so far. */
type Draft = { readonly events: SessionEvent[]; turn: Turn | null; origin: Origin; titled: boolean };

/**
 * Makes turns of what an agent repeats of a conversation that was begun elsewhere. They are over from the start, so they
 * neither wait nor run nor are news to anybody, and they carry the one time that is known of them.
 */
export class History {
  readonly #ports: HistoryPorts;
  #attribution: Attribution;
  /** The attempt that `#attribution` knows the calls of. */
  #attempt: TurnId | undefined;

  constructor(ports: HistoryPorts) {
    this.#ports = ports;
    this.#attribution = this.#newAttribution();
  }

  /** Nothing, when the report is of another attempt than the last one, or the conversation has gone on. */
  eventsOf(attempt: TurnId, report: HistoryReport): readonly SessionEvent[] {
    const { origin, turn, deletedAt, title } = this.#ports.head();
    if (!origin || origin.fetch !== attempt || deletedAt !== null || (turn?.id ?? null) !== origin.last) return [];
    const open = origin.state.kind === 'fetching' || (origin.state.kind === 'fetched' && report.type === 'replayed');
    if (!open) return [];
    if (this.#attempt !== attempt) this.#attribution = this.#newAttribution();
    const resumed = this.#attempt !== attempt && turn !== null;
    this.#attempt = attempt;
    const events = resumed ? [...this.#leftOpen()] : [];
    const draft: Draft = { events, turn, origin, titled: title.text !== '' };
    if (report.type === 'replayed') for (const step of report.steps) this.#take(draft, step);
    else this.#end(draft, report);
    if (draft.origin !== origin) draft.events.push({ type: 'origin-set', origin: draft.origin });
    return draft.events;
  }

  #newAttribution(): Attribution {
    const { store, newItemId, orders } = this.#ports;
    return new Attribution({
      newItemId,
      orders,
      now: () => this.#at(),
      lastOrder: (turn) => store.lastOrder(this.#ports.head().id, turn),
    });
  }

  /** All that is known of when something was said. */
  #at(): number {
    const head = this.#ports.head();
    return fetchedAt(head) ?? head.createdAt;
  }

  #take(draft: Draft, step: Replayed): void {
    if (step.type === 'prompt') {
      const turn = this.#open(draft);
      const order = this.#attribution.nextOrder(turn);
      const placed = { id: this.#ports.newItemId(), turn: turn.id, order, at: turn.at };
      draft.events.push({ type: 'item-added', item: { ...placed, kind: 'prompt', text: textOf(step.text) } });
      if (draft.titled) return;
      draft.titled = true;
      draft.events.push({ type: 'renamed', title: { text: provisionalTitle({ text: step.text }), by: 'provisional' } });
    } else {
      draft.events.push(...this.#update(draft, step));
    }
  }

  #update(draft: Draft, update: AgentUpdate): readonly SessionEvent[] {
    const place = () => ({ ...(draft.turn ?? this.#open(draft)), over: false });
    switch (update.type) {
      case 'text':
        return this.#attribution.text(update, place());
      case 'tool':
        return this.#attribution.tool(update.call, update.change, place());
      case 'output':
        return this.#attribution.output(update, place());
      case 'exit':
        return this.#attribution.exit(update);
      case 'plan':
        return [{ type: 'plan-set', plan: { turn: place().id, entries: update.entries } }];
      case 'notice':
        return this.#attribution.notice(place(), { code: 'from-agent', level: update.level, text: update.text });
      case 'title':
        return agentTitle(this.#ports.head(), update.title, []);
      case 'usage': {
        const { usedTokens, sizeTokens } = update.usage; // what it cost was spent elsewhere
        return [{ type: 'context-set', context: { usedTokens, sizeTokens } }];
      }
      case 'options': // come with the end of the fetch
      case 'told': // of sub-agents no history is fetched
      case 'limit': // was of then
        return [];
    }
  }

  #open(draft: Draft): Turn {
    if (draft.turn) draft.events.push(...this.#attribution.endAll(draft.turn));
    const { turns, fetch } = draft.origin;
    const at = this.#at();
    const turn: Turn = {
      id: draft.origin.last === null ? fetch : this.#ports.newTurnId(),
      parent: draft.turn?.id ?? null,
      index: draft.turn === null ? 0 : draft.turn.index + 1,
      at,
      phase: { kind: 'ended', outcome: { kind: 'completed' }, at, cleared: true },
    };
    draft.events.push({ type: 'turn-opened', turn });
    draft.turn = turn;
    draft.origin = { ...draft.origin, turns: turns + 1, last: turn.id };
    return turn;
  }

  #end(draft: Draft, report: Extract<HistoryReport, { readonly type: 'fetched' }>): void {
    const told = draft.origin.turns > 0;
    const state = report.state.kind === 'untold' && told ? ({ kind: 'fetched' } as const) : report.state;
    if (draft.turn) draft.events.push(...this.#attribution.endAll(draft.turn));
    const turn = draft.turn ?? this.#open(draft);
    const history = state.kind === 'fetched' && !told ? 'untold' : state.kind;
    draft.events.push(...this.#attribution.notice(turn, { code: 'taken-over', history }));
    if (report.options) draft.events.push(...offeredAnew(this.#ports.head(), report.options));
    draft.origin = { ...draft.origin, turns: told ? draft.origin.turns : 0, state };
  }

  /** What an earlier life of the app left open: nobody here knows of it. */
  #leftOpen(): readonly SessionEvent[] {
    const at = this.#at();
    return this.#ports.store.openItems(this.#ports.head().id).map((item) => endOf(item, at));
  }
}
