import { expect } from 'vitest';
import { AgentId, sessionIdOf } from '../../../protocol/ids.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../../support/session-host.ts';
import { codeOf } from '../talk.ts';
import { told } from './agent.ts';
import { compareAll, compareView } from './compare.ts';
import { create } from './family.ts';
import { Knowledge } from './knowledge.ts';
import {
  AGENT_KINDS,
  type AgentKind,
  asked,
  isPersonKind,
  type PersonKind,
  VIEW_KINDS,
  type ViewKind,
} from './person.ts';
import type { Kind, Step } from './steps.ts';
import { forgetOld, passTime, restart } from './telling.ts';
import { isBusy, lastTurn, type ModelSession } from './tree.ts';
import { Views } from './views.ts';
import { World } from './world.ts';

/** So few that pausing and cutting reach every way of being behind. */
const SMALL_RING = { eventsMax: 12, charsMax: 4_000 };
/** Sessions of one run: more would spread the steps too thin. */
const SESSIONS_MAX = 7;
/** Longer than anything is kept for whoever wants it back. */
const MONTH_MS = 31 * 24 * 60 * 60 * 1000;
/** Items that somebody gets who looks for the first time. */
const SHOWN_ITEMS = 100;
/** Ids of one life of a host. */
const IDS_PER_LIFE = 1_000_000;

/** Where things do something that seldom do. */
const APT: Readonly<Partial<Record<Kind, (session: ModelSession) => boolean>>> = {
  restore: (session) => session.deletedAt !== null,
  ask: isBusy,
  answer: (session) => session.requests.length > 0,
  'ask-form': isBusy,
  'answer-form': (session) => session.forms.length > 0,
  offer: (session) => session.leaf !== null,
  option: (session) => session.option !== null,
};

const isOne = <Kind extends string>(kinds: readonly Kind[], kind: string): kind is Kind =>
  (kinds as readonly string[]).includes(kind);

/** Does each step to a host and to the model, and holds one against the other. */
export class Player {
  host: SessionHost;
  readonly world: World;
  readonly views = new Views();
  /** What was done, for whoever reads of a failure. */
  readonly log: string[] = [];
  readonly #knowledge = new Knowledge();
  #lives = 1;
  #started = 0;

  constructor() {
    this.host = openSessionHost({ ring: SMALL_RING });
    this.world = new World(this.host.clock.now());
    const id = sessionIdOf(this.host.newUlid());
    create(this.world, id, null);
    const agentId = AgentId.parse('playbook');
    expect(codeOf(this.host.service.dispatch({ type: 'create', sessionId: id, agentId, folder: '/src' }))).toBe('ok');
  }

  async take(step: Step): Promise<void> {
    this.#passTime(1);
    const session = this.#pick(step);
    const kind: string = step.do;
    if (kind === 'wait') this.#passTime(2_000);
    else if (kind === 'month') this.#restart(MONTH_MS);
    else if (kind === 'restart') this.#restart(0);
    else if (kind === 'talk') await this.#talk(step);
    else if (kind === 'consult') await this.#consult(step);
    else if (kind === 'settle') await this.settle(false);
    else if (!session) return;
    else if (isOne(VIEW_KINDS, kind)) this.#view(kind, session, step);
    else if (isOne(AGENT_KINDS, kind)) this.#agent(kind, session, step);
    else if (isPersonKind(kind)) this.#person(kind, session, step);
    if (!isOne(VIEW_KINDS, kind)) this.#check();
  }

  /**
   * One where it does something, if that is rare; else the first one most of the time, at times the newest one, which
   * often is its child, or any.
   */
  #pick({ do: kind, whose }: Step): ModelSession | undefined {
    const sessions = [...this.world.sessions.values()];
    const apt = sessions.filter(APT[kind] ?? (() => false));
    if (apt.length > 0) return apt[whose % apt.length];
    if (whose >= 12) return sessions[whose % sessions.length];
    return whose < 8 ? sessions[0] : sessions.at(-1);
  }

  async #talk({ whose, what }: Step): Promise<void> {
    for (const kind of ['prompt', 'attach', 'say', 'end'] as const)
      await this.take({ do: kind, whose, what: what % 4, how: 1 });
  }

  async #consult({ whose, what, how }: Step): Promise<void> {
    const [ask, answer] = what % 5 === 4 ? (['ask-form', 'answer-form'] as const) : (['ask', 'answer'] as const);
    await this.take({ do: 'prompt', whose, what: what % 4, how: 1 });
    for (const kind of [ask, answer]) await this.take({ do: kind, whose, what: what % 16, how });
  }

  /** Whoever looks for the first time sees what those see who looked all the while. */
  async settle(everyone: boolean): Promise<void> {
    const newcomers = new Views();
    for (const [place, id] of [...this.world.sessions.keys()].entries())
      newcomers.open(this.host, place, id, SHOWN_ITEMS);
    const views = [...(await this.views.settle(this.host, everyone)), ...(await newcomers.settle(this.host, true))];
    for (const view of views) compareView(this.host, view);
    newcomers.cutAll();
  }

  #view(kind: ViewKind, session: ModelSession, step: Step): void {
    this.log.push(`view ${step.how % 3} ${kind} ${session.id}`);
    if (kind !== 'settle') this.views.take(this.host, kind, session.id, step);
  }

  #person(kind: PersonKind, session: ModelSession, step: Step): void {
    const makes = kind === 'main' || kind === 'spawn' || kind === 'aside' || kind === 'fork';
    if (makes && this.world.sessions.size >= SESSIONS_MAX) return;
    const { command, answer } = asked(kind, session, step, this.world, { ulid: this.host.newUlid });
    const code = codeOf(this.host.service.dispatch(command));
    this.log.push(`${JSON.stringify(command)} → ${code}`);
    expect(code).toBe(answer());
  }

  #agent(kind: AgentKind, session: ModelSession, step: Step): void {
    if (kind === 'attach') {
      this.#attach(session, step);
      return;
    }
    const news = told(kind, session, step, this.world, { ulid: this.host.newUlid });
    if (!news) return;
    this.log.push(`agent of ${session.id} ${news.turn}: ${JSON.stringify(news.report)}`);
    expect(this.host.service.report(session.id, news.turn, news.report)).toBeUndefined();
    news.note();
  }

  #attach(session: ModelSession, step: Step): void {
    const turn = lastTurn(session);
    if (!turn || !isBusy(session) || turn.phase === 'stopping' || turn.agentSession !== null) return;
    const report = this.#knowledge.attach(session, turn.id, this.host.newUlid(), step.how % 4 === 0);
    if (report.how !== 'kept') session.named.clear();
    turn.agentSession = report.agentSession;
    this.log.push(`agent of ${session.id} ${turn.id}: ${JSON.stringify(report)}`);
    this.host.service.report(session.id, turn.id, report);
  }

  #passTime(ms: number): void {
    this.host.clock.advance(ms);
    passTime(this.world, ms);
  }

  /** The host is killed and started again, so many milliseconds later. */
  #restart(laterMs: number): void {
    this.log.push(`the host is killed, and started ${laterMs} ms later`);
    this.views.cutAll();
    const { folder, clock } = this.host;
    this.host.abandon();
    this.host = openSessionHost({
      folder,
      ring: SMALL_RING,
      clock: new FakeClock(clock.now() + laterMs),
      firstId: this.#lives * IDS_PER_LIFE,
    });
    this.#lives += 1;
    this.#started = 0;
    restart(this.world);
    this.world.now += laterMs;
    if (laterMs > 0) forgetOld(this.world);
    this.views.drop(new Set(this.world.sessions.keys()));
    this.views.moveTo(this.host);
  }

  #check(): void {
    this.views.drop(new Set(this.world.sessions.keys()));
    const { started, stopped, terminated, answered, configured } = this.host.runner;
    const orders = started.map(({ sessionId, turnId, prompt, wanted }) => ({
      ...{ session: sessionId, turn: turnId, prompt },
      mode: wanted['mode'] ?? null,
    }));
    expect(orders).toEqual(this.world.started);
    expect(answered).toEqual(this.world.answered);
    expect(configured).toEqual(this.world.chosen);
    const ending = [...this.world.stopped, ...this.world.terminated];
    expect(new Set([...stopped, ...terminated])).toEqual(new Set(ending));
    expect(terminated).toEqual(this.world.terminated);
    for (const run of started.slice(this.#started)) {
      const session = this.world.sessions.get(run.sessionId);
      if (session) this.#knowledge.started(run, session, this.world);
    }
    this.#started = started.length;
    compareAll(this.host, this.world);
  }
}
