import { EventEmitter, once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { safe } from '@orpc/client';
import type { Command } from '../../protocol/command.ts';
import { type Followed, follow, WAITING } from '../../protocol/follow.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_SESSIONS_MAX } from '../../protocol/limits.ts';
import type { SessionsCursor, SessionsPage } from '../../protocol/stream.ts';
import type { Summary } from '../../protocol/summary.ts';
import { type Connection, connect, type HostClient, type Serving, startServing } from '../support/serving.ts';

/** The host was killed before it answered: whether it has done what it was asked to is not known. */
export class HostKilled extends Error {}

const SNAPSHOT_ITEMS = 200;

/** One life of a host process, and a client that commands and follows it until it is killed. */
export class Life {
  readonly views = new Map<SessionId, Followed>();
  readonly #serving: Serving;
  readonly #connection: Connection;
  readonly #killed = Promise.withResolvers<readonly number[]>();
  readonly #news = new EventEmitter().setMaxListeners(0);
  #over = false;
  #learned = 0;
  #killAt = Number.POSITIVE_INFINITY;

  private constructor(serving: Serving, connection: Connection) {
    this.#serving = serving;
    this.#connection = connection;
  }

  static async start(dataFolder: string): Promise<Life> {
    const serving = await startServing({ dataFolder });
    return new Life(serving, await connect(serving.url));
  }

  get client(): HostClient {
    return this.#connection.client;
  }

  /** Kills the host in the very moment in which the client has learned so many more things. */
  killAfter(count: number): void {
    this.#killAt = this.#learned + count;
  }

  /** Resolves when it was killed and is gone, with the processes that were its children. */
  get killed(): Promise<readonly number[]> {
    return this.#killed.promise;
  }

  kill(): void {
    if (this.#over) return;
    this.#over = true;
    const children = childrenOf(this.#serving.process.pid ?? 0);
    const gone = Promise.all([this.#serving.kill(), this.#connection.closed]);
    void gone.then(() => this.#killed.resolve(children), this.#killed.reject);
    this.#news.emit('learned');
  }

  /** Answers when it is recorded. Throws `HostKilled`, or the refusal. */
  async dispatch(command: Command): Promise<void> {
    if (this.#over) throw new HostKilled();
    const asked = safe(this.client.sessions.dispatch(command));
    const answer = await Promise.race([asked, this.#connection.closed]);
    if (answer?.isDefined) throw new Error(`${command.type} is refused: ${answer.error.data.code}`);
    if (answer?.error && !this.#over) throw answer.error;
    if (!answer?.isSuccess) throw new HostKilled();
    this.#learn();
  }

  /** Follows until the end of this life. */
  follow(sessionId: SessionId): void {
    this.views.set(sessionId, WAITING);
    void this.#read(sessionId).catch((error: unknown) => {
      if (!this.#over) this.#killed.reject(error);
    });
  }

  /** The state of a followed session once it is as wanted. Throws `HostKilled` when that comes first. */
  async until(sessionId: SessionId, wanted: (state: SessionState) => boolean): Promise<SessionState> {
    for (;;) {
      const view = this.views.get(sessionId);
      if (view?.kind === 'live' && wanted(view.state)) return view.state;
      if (this.#over) throw new HostKilled();
      await once(this.#news, 'learned');
    }
  }

  /** Every session that is not in the bin. */
  async list(): Promise<readonly Summary[]> {
    const sessions: Summary[] = [];
    for (let after: SessionsCursor | null | undefined = null; after !== undefined; ) {
      const page: SessionsPage = await this.client.sessions.list({ after, limit: PAGE_SESSIONS_MAX });
      sessions.push(...page.sessions);
      after = page.next ?? undefined;
    }
    return sessions;
  }

  async #read(sessionId: SessionId): Promise<void> {
    const stream = await this.client.sessions.follow({ sessionId, tail: SNAPSHOT_ITEMS, hidden: true });
    let [name, incarnation] = ['', ''];
    for await (const item of stream) {
      if (this.#over) return;
      if (item.type === 'opened') {
        name = item.stream;
        incarnation = item.incarnation;
        continue;
      }
      const view = follow(this.views.get(sessionId) ?? WAITING, incarnation, item);
      if (view.kind !== 'live') throw new Error(`A view became ${view.kind}`);
      this.views.set(sessionId, view);
      void safe(this.client.streams.ack({ stream: name, seq: view.seq }));
      this.#learn();
    }
  }

  #learn(): void {
    this.#learned += 1;
    if (this.#learned >= this.#killAt) this.kill();
    this.#news.emit('learned');
  }
}

/** What a process has started, from any of its threads. */
function childrenOf(pid: number): readonly number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  return lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
}
