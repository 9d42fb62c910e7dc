import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import type { ItemId, TurnId } from '../../protocol/ids.ts';
import type { Notice, ToolItem } from '../../protocol/item.ts';
import { REQUESTS_MAX } from '../../protocol/limits.ts';
import type { AgentOption } from '../../protocol/option.ts';
import type { DecidedBy, PermissionRequest, RuleScope } from '../../protocol/permission.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { assertNever } from '../../protocol/result.ts';
import { isActive, type Outcome, type Turn } from '../../protocol/turn.ts';
import type { Tokens } from '../../protocol/usage.ts';
import type { Logger } from '../log/log.ts';
import { agentTitle } from './account.ts';
import { Attribution, endOf, type TurnPlace } from './attribution.ts';
import { formAsked, formClosed } from './forms.ts';
import { History, type HistoryReport } from './history.ts';
import { linesChanged } from './lines.ts';
import type { Facts } from './open-turn.ts';
import { offered, offeredAnew } from './options.ts';
import { cancel, cancelRequests, decisionOf, judge, noted, type PermissionPorts } from './permission.ts';
import type { AgentSession, SessionStore } from './ports.ts';
import { afterTurn } from './queue.ts';
import type { Question, Report } from './runner-ports.ts';
import { Spending } from './spending.ts';
import { cancelForms } from './stop-turn.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { AgentUpdate } from './update.ts';

export type NewsPorts = {
  readonly store: SessionStore;
  readonly log: Logger;
  readonly stopwatch: Stopwatch;
  now(): number;
  newItemId(): ItemId;
  newTurnId(): TurnId;
  readonly permissions: PermissionPorts;
  /** What the agent offers in a session that it has just begun. */
  offered(options: readonly AgentOption[]): void;
  state(): SessionState;
  agentSession(): AgentSession | null;
  /** `ended`: what happens in the same step, before anything that is decided by these facts. */
  facts(ended?: readonly SessionEvent[]): Facts;
};

type FormReport = Extract<Report, { readonly type: `form-${string}` }>;

/** What an agent's reports mean for its session: the events that come of each. */
export class News {
  readonly #ports: NewsPorts;
  readonly #attribution: Attribution;
  readonly #spending: Spending;
  readonly #history: History;

  constructor(ports: NewsPorts) {
    this.#ports = ports;
    const orders = new Map<TurnId, number>();
    this.#history = new History({ ...ports, orders, head: () => this.#head });
    this.#attribution = new Attribution({
      newItemId: ports.newItemId,
      now: ports.now,
      orders,
      lastOrder: (turn) => ports.store.lastOrder(this.#head.id, turn),
    });
    this.#spending = new Spending({
      ...ports,
      usage: ports.store.usage,
      head: () => this.#head,
      openedAt: (id) => (this.#head.turn?.id === id ? this.#head.turn : ports.store.turn(this.#head.id, id)?.turn)?.at,
    });
  }

  get #head(): Head {
    return this.#ports.state().head;
  }

  /** Its agent runs in another process: its ids begin again. */
  forgetCalls(): void {
    this.#attribution.forgetIds();
  }

  /** The item that shows a call of the agent's own id. */
  itemOf(call: string): ItemId | undefined {
    return this.#attribution.itemOf(call);
  }

  /** The order of the next item of a turn. */
  nextOrder(turn: Pick<Turn, 'id' | 'index'>): number {
    return this.#attribution.nextOrder(turn);
  }

  /** What the agent of a turn did; nothing when nobody knows that turn. */
  eventsOf(turnId: TurnId, report: Report): readonly SessionEvent[] {
    if (report.type === 'replayed' || report.type === 'fetched') return this.#repeated(turnId, report);
    const events = this.#doneIn(turnId, report);
    return [...events, ...linesChanged(events, this.#head.lines, (id) => this.#tool(id))];
  }

  #doneIn(turnId: TurnId, report: Exclude<Report, HistoryReport>): readonly SessionEvent[] {
    const turn = this.#placeOf(turnId);
    if (!turn) {
      this.#ports.log.error('news of an unknown turn dropped', {
        session: this.#head.id,
        turn: turnId,
        type: report.type,
      });
      return [];
    }
    switch (report.type) {
      case 'moved':
        return turn.over || this.#head.turn?.phase.kind === 'stopping'
          ? []
          : [{ type: 'turn-moved', turn: turnId, phase: report.phase }];
      case 'attached':
        return this.#attached(turn, report);
      case 'updates':
        return [
          ...report.updates.flatMap((update) => this.#update(update, turn)),
          ...this.#spending.heard(turn.id, report.updates),
        ];
      case 'asked':
        return this.#asked(turn, report.question);
      case 'withdrawn':
        return this.#head.requests
          .filter(({ id }) => id === report.requestId)
          .flatMap((request) => cancel(request, { kind: 'agent' }, this.#ports.now()));
      case 'form-asked':
      case 'form-closed':
      case 'form-refused':
        return this.#form(turn, report);
      case 'awaiting':
        return turn.over ? [] : [{ type: 'awaiting-set', children: report.children }];
      case 'linked':
        return this.#attribution.notice(turn, { code: 'sent-as-links', names: report.names });
      case 'heavy':
        return turn.over ? [] : this.#attribution.notice(turn, { code: 'heavy', bytes: report.bytes });
      case 'ended':
        return turn.over ? [] : this.#endTurn(report.outcome, report.tokens ?? null);
      default:
        return assertNever(report);
    }
  }

  #repeated(attempt: TurnId, report: HistoryReport): readonly SessionEvent[] {
    if (report.type === 'fetched' && report.options) this.#ports.offered(report.options);
    return this.#history.eventsOf(attempt, report);
  }

  /** Ends all that is open, then the turn. Empty when no turn is active. */
  #endTurn(outcome: Outcome, tokens: Tokens | null): readonly SessionEvent[] {
    const turn = this.#head.turn;
    if (!isActive(turn)) return [];
    const at = this.#ports.now();
    const closing = this.#ports.store.openItems(this.#head.id).map((item) => endOf(item, at));
    this.#attribution.turnEnded(turn.id);
    const notice = outcome.kind === 'completed' ? [] : this.#attribution.notice(turn, { code: 'ended', outcome });
    const ending: readonly SessionEvent[] = [
      ...cancelRequests(this.#head, endedBy(outcome), at),
      ...cancelForms(this.#head),
      ...closing,
      ...notice,
      ...this.#spending.ended(turn.id, tokens),
      { type: 'turn-ended', turn: turn.id, outcome, at },
    ];
    return [...ending, ...afterTurn(reduceAll(this.#ports.state(), ending).head, outcome, this.#ports.facts(ending))];
  }

  /** A line in the last turn; no line where there is no turn yet. */
  notice(notice: Notice): readonly SessionEvent[] {
    const turn = this.#head.turn;
    return turn ? this.#attribution.notice(turn, notice) : [];
  }

  #update(update: AgentUpdate, turn: TurnPlace): readonly SessionEvent[] {
    switch (update.type) {
      case 'text':
        return [...this.#unlimited(), ...this.#attribution.text(update, turn)];
      case 'tool':
        return [...this.#unlimited(), ...this.#attribution.tool(update.call, update.change, turn)];
      case 'output':
        return this.#attribution.output(update, turn);
      case 'exit':
        return this.#attribution.exit(update);
      case 'plan':
        return turn.id === this.#head.turn?.id
          ? [{ type: 'plan-set', plan: { turn: turn.id, entries: update.entries } }]
          : [];
      case 'usage':
        return []; // `Spending` hears all of a report at once
      case 'options':
        // What only its agent chooses is nobody's choice here.
        return turn.id === this.#head.turn?.id && !this.#head.native ? offered(this.#head, update.options) : [];
      case 'limit':
        return turn.over ? [] : [{ type: 'limit-set', limit: update.limit }];
      case 'told':
        return this.#told(turn, update.text);
      case 'title':
        return agentTitle(this.#head, update.title, this.#prompts());
      case 'notice':
        return this.#attribution.notice(turn, { code: 'from-agent', level: update.level, text: update.text });
      default:
        return assertNever(update);
    }
  }

  /** A prompt of its own agent's; often it is what the turn was opened with. */
  #told(turn: TurnPlace, text: string): readonly SessionEvent[] {
    const { head, window } = this.#ports.state();
    const said = window.items.filter((item) => item.turn === turn.id);
    const isFirst = said.length === 1 && said.some((item) => item.kind === 'prompt' && item.text.head === text);
    return isFirst ? [] : this.#attribution.prompt(turn, text, head.relationship?.parent);
  }

  #attached(turn: TurnPlace, report: Extract<Report, { type: 'attached' }>): readonly SessionEvent[] {
    const another = report.agentSession !== this.#ports.agentSession()?.id;
    if (another || report.how === 'reopened') this.#attribution.forgetIds(); // its process counts anew
    const anew = report.how === 'new' || report.how === 'handed-over';
    if (report.options && anew) this.#ports.offered(report.options);
    return [
      ...(report.options ? offeredAnew(this.#head, report.options) : []),
      ...(report.how === 'handed-over' || report.how === 'forked'
        ? this.#attribution.notice(turn, { code: report.how })
        : []),
    ];
  }

  /** An agent that goes on is limited no longer, unless it is only telling of a limit that lasts. */
  #unlimited(): readonly SessionEvent[] {
    const { limit } = this.#head;
    const over = limit !== null && (limit.until === null || limit.until <= this.#ports.now());
    return over ? [{ type: 'limit-set', limit: null }] : [];
  }

  /** What the agent may mean when it sends a prompt for a title. */
  #prompts(): readonly string[] {
    const last = this.#ports.facts().lastPrompt()?.text ?? '';
    const { items } = this.#ports.state().window;
    return [last, ...items.flatMap((item) => (item.kind === 'prompt' ? [item.text.head] : []))];
  }

  #asked(turn: TurnPlace, question: Question): readonly SessionEvent[] {
    const known = this.#attribution.itemOf(question.call);
    const made = known ? [] : this.#attribution.tool(question.call, { title: question.title }, turn);
    const item = known ?? this.#attribution.itemOf(question.call);
    if (!item || turn.over || this.#head.requests.length >= REQUESTS_MAX) return made;
    const { call: _, ...asked } = question;
    const bare = { ...asked, item, turn: turn.id, at: this.#ports.now() };
    if (this.#head.turn?.phase.kind === 'stopping') return [...made, ...cancel(bare, { kind: 'stop' }, bare.at)];
    const about = { head: this.#head, request: bare, tool: known && this.#tool(known) };
    const { granted, scope } = judge(about, this.#ports.permissions);
    if (!granted) return [...made, { type: 'asked', request: rememberable(bare, scope, this.#head) }];
    const decision = decisionOf(bare, { verdict: 'once', by: granted.by }, bare.at);
    return [...made, { type: 'granted', optionId: granted.option.id, decision }, noted(decision)];
  }

  #form(turn: TurnPlace, report: FormReport): readonly SessionEvent[] {
    if (report.type === 'form-closed') return formClosed(this.#head, report.requestId, report.how);
    if (turn.over) return [];
    if (report.type === 'form-refused')
      return this.#attribution.notice(turn, { code: 'form-refused', fault: report.fault });
    return formAsked(this.#head, report.question, turn.id, this.#ports.now());
  }

  #tool(id: ItemId): ToolItem | undefined {
    const item = this.#ports.state().window.items.findLast((shown) => shown.id === id);
    const found = item ?? this.#ports.store.item(this.#head.id, id);
    return found?.kind === 'tool' ? found : undefined;
  }

  /** Also of another branch: an agent may still speak of a turn that has been left. */
  #placeOf(turnId: TurnId): TurnPlace | undefined {
    const turn = this.#head.turn;
    if (turn?.id === turnId) return { id: turn.id, index: turn.index, over: !isActive(turn) };
    const stored = this.#ports.store.turn(this.#head.id, turnId);
    return stored && { id: turnId, index: stored.turn.index, over: true };
  }
}

/** Of an aside nothing is ever kept. */
const rememberable = (request: PermissionRequest, scope: RuleScope | undefined, { kind }: Head): PermissionRequest =>
  scope === undefined || kind === 'side' ? request : { ...request, scope };

/** Whose doing it is that the questions of a turn are not answered any more. */
function endedBy(outcome: Outcome): DecidedBy {
  if (outcome.kind === 'interrupted' && outcome.by === undefined) return { kind: 'host-ended' };
  return { kind: outcome.kind === 'stopped' ? 'stop' : 'turn-ended' };
}
