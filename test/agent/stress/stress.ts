import { ulid } from 'ulid';
import type { Report } from '../../../main/session/runner-ports.ts';
import type { AgentUpdate } from '../../../main/session/update.ts';
import type { Agent } from '../../../protocol/agent.ts';
import type { Command } from '../../../protocol/command.ts';
import { type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../../protocol/ids.ts';
import type { Item } from '../../../protocol/item.ts';
import { PAGE_ITEMS_MAX } from '../../../protocol/limits.ts';
import { isActive, type Outcome } from '../../../protocol/turn.ts';
import { alive } from '../../support/alive.ts';
import { script } from '../../support/recorded-turns.ts';
import { type Dice, dice } from './dice.ts';
import { PARTS, type Part, type PartName } from './parts.ts';
import { World } from './world.ts';

/** A turn that takes longer is stuck: the longest wait that there is, for an agent that crashed often, is half of it. */
const STUCK_MS = 90_000;

/** Processes that agents start in sessions of their own; each is a Node, and ends only when it is killed. */
const STRAYS_MAX = 30;
/** What has not happened by chance is brought about once an agent was heard so often. */
const STOPPED_BY = 4;
const KILLED_BY = 8;
const RESTARTED_BY = 12;
/** The dead are gone when the system has found the time. */
const GONE_MS = 5_000;

export type Size = {
  readonly seed: number;
  readonly agents: readonly Agent[];
  readonly sessions: number;
  readonly folders: number;
  /** Turns of each session, and until when, epoch ms, new ones begin. */
  readonly turns: number;
  readonly until: number;
  /** Agents that end by themselves or are killed, and new starts of the host, at most. */
  readonly crashes: number;
  readonly restarts: number;
};

/** What happened, for whoever wants to know that something did. */
export type Tally = {
  turns: number;
  completed: number;
  stopped: number;
  failed: number;
  rejected: number;
  killed: number;
  restarts: number;
  beside: number;
};

type Told = {
  readonly session: SessionId;
  /** The word of this turn alone, with which it begins. */
  readonly token: string;
  readonly part: Part;
  readonly ended: PromiseWithResolvers<Outcome>;
  /** All that its agent was heard to reply. */
  heard: string;
  /** The process that it was last in. */
  agent?: number;
};

/**
 * Sessions that talk with agents while at random they are stopped, their agents killed, their lines jumped and the host
 * started anew. Throws when a turn is stuck, when a word is lost or stands where it does not belong, and when a lock or
 * a process is left at the end.
 */
export class Stress {
  readonly tally: Tally = {
    ...{ turns: 0, completed: 0, stopped: 0, failed: 0 },
    ...{ rejected: 0, killed: 0, restarts: 0, beside: 0 },
  };
  readonly #size: Size;
  readonly #dice: Dice;
  readonly #world: World;
  readonly #turns = new Map<TurnId, Told>();
  readonly #pids = new Set<number>();
  /** Strays, with the agents that started them. */
  readonly #strays = new Map<number, number>();
  /** Agents that died by themselves. What they had started is found if it was there when they were last looked at. */
  readonly #died = new Set<number>();
  #crashes: number;
  #restarts: number;
  #reports = 0;
  #open: Promise<void> = Promise.resolve();

  constructor(size: Size) {
    this.#size = size;
    this.#dice = dice(size.seed);
    this.#crashes = size.crashes;
    this.#restarts = size.restarts;
    this.#world = new World(size.agents, (...news) => this.#hear(...news));
  }

  async run(): Promise<Tally> {
    const players = Array.from({ length: this.#size.sessions }, (_, index) => this.#play(index));
    await Promise.all(players);
    await this.#open;
    await this.#free();
    this.#check();
    const recorded = await this.#world.close();
    const { left = [], ours = [] } = Object.groupBy(this.#strays, ([, agent]) =>
      this.#died.has(agent) ? 'left' : 'ours',
    );
    for (const [pid] of left) if (alive(pid)) process.kill(pid, 'SIGKILL');
    await noneLeft([...this.#pids, ...ours.map(([pid]) => pid), ...recorded]);
    return this.tally;
  }

  async #play(index: number): Promise<void> {
    const { agents, folders, turns, until } = this.#size;
    const agent = agents[index % agents.length];
    if (!agent) throw new Error('There are agents');
    const session = sessionIdOf(ulid());
    const folder = this.#world.folder(`work-${index % folders}`);
    this.#must({ type: 'create', sessionId: session, agentId: agent.id, folder });
    for (let turn = 0; turn < turns && Date.now() < until; turn += 1) {
      await this.#open;
      await this.#turn(session);
    }
  }

  async #turn(session: SessionId): Promise<void> {
    const [id, token] = [turnIdOf(ulid()), `${ulid()} `];
    const name = this.#dice.pick(Object.keys(PARTS) as PartName[]) ?? 'plain';
    const spared = name === 'crash' && !(this.#dice.chance(0.3) && this.#mayCrash());
    const enough = name === 'stray' && this.#strays.size >= STRAYS_MAX;
    const part: Part = PARTS[spared || enough ? 'plain' : name](token);
    const ended = Promise.withResolvers<Outcome>();
    const told: Told = { session, token, part, ended, heard: '' };
    this.#turns.set(id, told);
    this.#must({ type: 'prompt', sessionId: session, turnId: id, text: script(...part.steps) });
    const outcome = await notStuck(ended.promise, () => `${name} in ${session}, ${this.#world.locksHeld} locks held`);
    const { kind } = outcome;
    if (kind === 'failed' && outcome.failure.code !== 'agent-crashed') throw new Error(JSON.stringify(outcome.failure));
    if (kind === 'failed' && told.agent !== undefined) this.#died.add(told.agent);
    this.tally.turns += 1;
    if (kind === 'completed' || kind === 'stopped' || kind === 'failed') this.tally[kind] += 1;
  }

  #mayCrash(): boolean {
    this.#crashes -= 1;
    return this.#crashes >= 0;
  }

  #must(command: Command): void {
    const answer = this.#world.service.dispatch(command);
    if (!answer.ok) throw new Error(`${command.type} was refused: ${answer.refusal.code}`);
  }

  /** What a person does: it comes a moment after the news, and may come too late. */
  #may(command: Command): void {
    setImmediate(() => void this.#world.service.dispatch(command));
  }

  #hear(sessionId: SessionId, turnId: TurnId, report: Report): void {
    const told = this.#turns.get(turnId);
    if (!told) throw new Error(`A report of ${turnId}, which nobody asked for`);
    switch (report.type) {
      case 'ended':
        setImmediate(() => told.ended.resolve(report.outcome));
        break;
      case 'asked':
        this.#may({ type: 'answer', sessionId, requestId: report.question.id, optionId: this.#decide() });
        break;
      case 'attached':
        told.agent = Number(report.agentSession.split('-')[1]);
        this.#pids.add(told.agent);
        break;
      case 'updates':
        this.#reports += 1;
        if (told.part.endless || this.#happens(0.05, 'stopped', STOPPED_BY)) this.#may({ type: 'stop', sessionId });
        told.heard += repliedIn(report.updates);
        this.#noteStrays(report.updates, told.agent);
        this.#disturb();
        break;
      case 'moved':
        if (report.phase.kind !== 'waiting' || !this.#dice.chance(0.2)) break;
        this.tally.beside += 1;
        this.#may({ type: 'run-alongside', sessionId, turnId });
    }
  }

  #decide(): string {
    const rejects = this.#dice.chance(0.3);
    if (rejects) this.tally.rejected += 1;
    return rejects ? 'reject_once' : 'allow_once';
  }

  /** By chance, or because there was none of it by that many reports. */
  #happens(chance: number, what: 'stopped' | 'killed' | 'restarts', by: number): boolean {
    return this.#dice.chance(chance) || (this.tally[what] === 0 && this.#reports >= by);
  }

  /** What an agent started in a session of its own: it says the number in a line. */
  #noteStrays(updates: readonly AgentUpdate[], agent = 0): void {
    for (const update of updates) {
      const pid = update.type === 'text' && /(?:^| )(\d+)\n$/.exec(update.text)?.[1];
      if (pid) this.#strays.set(Number(pid), agent);
    }
  }

  /** Kills an agent, or the host begins anew. */
  #disturb(): void {
    const living = [...this.#pids].filter(alive);
    const pid = this.#dice.pick(living);
    if (pid !== undefined && this.#happens(0.04, 'killed', KILLED_BY) && this.#mayCrash()) {
      this.tally.killed += 1;
      this.#died.add(pid);
      process.kill(pid, 'SIGKILL');
    }
    if (this.#restarts === 0 || !this.#happens(0.002, 'restarts', RESTARTED_BY)) return;
    this.#restarts -= 1;
    this.tally.restarts += 1;
    this.#open = this.#open.then(() => this.#world.restart());
  }

  /** Turns give their locks back a moment after their end. */
  async #free(): Promise<void> {
    for (const by = Date.now() + STUCK_MS; this.#world.locksHeld > 0; await new Promise(setImmediate)) {
      if (Date.now() > by) throw new Error(`${this.#world.locksHeld} locks are held by nobody`);
    }
  }

  #check(): void {
    for (const session of new Set([...this.#turns.values()].map((told) => told.session))) {
      const head = this.#world.store.sessions.read(session, 1)?.state.head;
      if (!head || isActive(head.turn)) throw new Error(`${session} is not at rest`);
      const items = Map.groupBy(this.#itemsOf(session), (item) => item.turn);
      for (const [id, told] of this.#turns)
        if (told.session === session) this.#checkTurn(id, told, items.get(id) ?? []);
    }
  }

  /** What was heard is kept, to the letter; and a turn that came to its end has said all that it had to. */
  #checkTurn(id: TurnId, { token, part, heard }: Told, items: readonly Item[]): void {
    const texts = (kind: 'prompt' | 'reply') =>
      items.flatMap((item) => (item.kind === kind ? [item.text.head + item.text.tail] : []));
    if (texts('prompt').join() !== script(...part.steps)) throw new Error(`The prompt of ${id} is not as it was sent`);
    const ends = items.flatMap((item) => (item.kind === 'notice' && item.notice.code === 'ended' ? [item.notice] : []));
    const said = texts('reply').join('');
    if (said !== heard) throw new Error(`Of ${heard.slice(0, 200)} the reply of ${id} has ${said.slice(0, 200)}`);
    const handedOver = items.some((item) => item.kind === 'notice' && item.notice.code === 'handed-over');
    const own = handedOver ? fromWord(said, token) : said; // what it was handed it says first
    const whole = own.startsWith(part.reply) && part.rest.test(own.slice(part.reply.length));
    const begun = own.startsWith(part.reply) || part.reply.startsWith(own);
    if (ends.length > 0 ? !begun : !whole) throw new Error(`The reply of ${id} is ${said.slice(0, 200)}`);
  }

  #itemsOf(session: SessionId): readonly Item[] {
    const items: Item[] = [];
    for (let after = -1; ; ) {
      const page = this.#world.service.items({ sessionId: session, from: { after }, limit: PAGE_ITEMS_MAX });
      if (!page.ok) throw new Error(page.refusal.code);
      items.push(...page.value.items);
      if (page.value.atEnd) return items;
      after = page.value.items.at(-1)?.order ?? 0;
    }
  }
}

const repliedIn = (updates: readonly AgentUpdate[]) =>
  updates.reduce((all, one) => (one.type === 'text' && one.of === 'reply' ? all + one.text : all), '');

const fromWord = (text: string, word: string) => (text.includes(word) ? text.slice(text.indexOf(word)) : '');

async function noneLeft(pids: readonly number[]): Promise<void> {
  for (const by = Date.now() + GONE_MS; ; await new Promise(setImmediate)) {
    const left = pids.filter(alive);
    if (left.length === 0) return;
    if (Date.now() > by) throw new Error(`Processes are left: ${left.join(', ')}`);
  }
}

async function notStuck<Value>(promise: Promise<Value>, what: () => string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Stuck: ${what()}`)), STUCK_MS);
  });
  return Promise.race([promise, stuck]).finally(() => clearTimeout(timer));
}
