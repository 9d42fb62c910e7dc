import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { type AgentId, type ItemId, itemIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import { PAGE_CHARS_MAX, PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import { assertNever, ok, type Result, refuse } from '../../protocol/result.ts';
import type { ItemsPage, Position, SessionStreamItem, SessionsCursor, SessionsPage } from '../../protocol/stream.ts';
import { type Summary, summaryOf } from '../../protocol/summary.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log/log.ts';
import { SessionActor } from './actor.ts';
import type { AppFeed } from './app-feed.ts';
import { newHead, type SessionCommand } from './decide.ts';
import {
  BIN_MS,
  DISK_RETRY_MS,
  IDLE_MS_MAX,
  RECENT_FOLDERS_MAX,
  TRANSCRIPT_CHARS_MAX,
  WINDOW_ITEMS,
} from './limits.ts';
import { Outbox } from './outbox.ts';
import type { DiskTrouble, Report, SessionStore, Stretch, TurnReports, TurnRunner } from './ports.ts';
import type { RingLimits } from './ring.ts';
import type { Subscriptions } from './subscriptions.ts';
import { firstOrderOf, transcriptOf } from './transcript.ts';

/** What an agent is told when a turn goes on without new words of the person's. */
const RESUME_PROMPT = 'Continue where you left off.';

export type ServicePorts = {
  readonly store: SessionStore;
  readonly runner: TurnRunner;
  readonly feed: AppFeed;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ring: RingLimits;
  newUlid(): string;
  agentExists(id: AgentId): boolean;
  folderExists(folder: string): boolean;
};

type Live = { readonly actor: SessionActor; readonly outbox: Outbox; seenIdle: boolean; summary: Summary };

/** The one door to all sessions. An answer means: recorded. */
export class SessionService implements TurnReports {
  readonly #ports: ServicePorts;
  readonly #live = new Map<SessionId, Live>();
  #closed = false;
  #sweeping: (() => void) | undefined;
  #retrying: (() => void) | undefined;

  constructor(ports: ServicePorts) {
    this.#ports = ports;
  }

  /** To be called once, before anybody follows: turns that a crash cut off are marked, the old bin is emptied. */
  recover(): void {
    for (const id of this.#ports.store.unfinished()) this.#interrupt(id);
    for (const id of this.#ports.store.deletedBefore(this.#ports.clock.now() - BIN_MS)) {
      if (this.#ports.store.purge(id).ok) this.#ports.feed.sessionPurged(id);
    }
  }

  /** Marks what still runs as interrupted and takes nothing more. To be called when the runner has ended its agents. */
  close(): void {
    for (const [id, live] of this.#live) {
      live.outbox.retry();
      if (isActive(live.actor.head.turn)) this.#interrupt(id);
    }
    this.#closed = true;
    this.#sweeping?.();
    this.#retrying?.();
    this.#live.clear();
  }

  dispatch(command: Command): Result<{ readonly seq: number }, Refusal> {
    if (command.type === 'create') return this.#create(command);
    const live = this.#find(command.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    if (live.outbox.trouble) return refuse(live.outbox.trouble);
    const before = live.actor.head;
    const answer = live.actor.dispatch(command);
    if (answer.ok) this.#act(live.actor.head, before, command);
    return answer;
  }

  report(sessionId: SessionId, turnId: TurnId, report: Report): Promise<void> | undefined {
    if (this.#closed) return undefined;
    const live = this.#find(sessionId);
    if (!live) {
      this.#ports.log.error('news of an unknown session dropped', { session: sessionId, type: report.type });
      return undefined;
    }
    const waiting = live.outbox.report(turnId, report);
    if (live.outbox.trouble) this.#diskFailed(live.outbox.trouble);
    return waiting;
  }

  transcript(sessionId: SessionId, beforeTurn: TurnId): string {
    const live = this.#find(sessionId);
    const turn = live?.actor.head.turn;
    if (!live || turn?.id !== beforeTurn) return '';
    const page = (order: number) => this.#ports.store.itemsBefore(sessionId, order, PAGE_ITEMS_MAX, PAGE_CHARS_MAX);
    return transcriptOf(page, firstOrderOf(turn.index), TRANSCRIPT_CHARS_MAX);
  }

  follow(
    input: { readonly sessionId: SessionId; readonly tail: number; readonly from?: Position | undefined },
    signal: AbortSignal | undefined,
  ): Result<AsyncGenerator<SessionStreamItem>, Refusal> {
    const live = this.#find(input.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    const { ring } = live.actor;
    const source = { ring, snapshot: () => live.actor.snapshot(input.tail) };
    return ok(this.#ports.subscriptions.follow(source, input.from, signal));
  }

  items(input: { sessionId: SessionId; before: number; limit: number }): Result<ItemsPage, Refusal> {
    const live = this.#find(input.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    const { head, ring } = live.actor;
    const page = this.#ports.store.itemsBefore(input.sessionId, input.before, input.limit, PAGE_CHARS_MAX);
    return ok({ ...page, incarnation: ring.incarnation, seq: ring.seq, path: head.path });
  }

  blob(input: {
    sessionId: SessionId;
    itemId: ItemId;
    key: string | null;
    from: number;
    limit: number;
  }): Result<Stretch, Refusal> {
    const stretch = this.#ports.store.blob(input.sessionId, input.itemId, input.key, input.from, input.limit);
    return stretch ? ok(stretch) : refuse({ code: 'unknown-session' });
  }

  list(input: { readonly after: SessionsCursor | null; readonly limit: number }): SessionsPage {
    return this.#ports.store.list(input.after, input.limit);
  }

  #create(command: Extract<Command, { type: 'create' }>): Result<{ readonly seq: number }, Refusal> {
    const { sessionId, agentId, folder } = command;
    const known = this.#find(sessionId)?.actor;
    if (known) {
      const same = known.head.agentId === agentId && known.head.folder === folder;
      return same ? ok({ seq: known.ring.seq }) : refuse({ code: 'session-exists' });
    }
    if (!this.#ports.agentExists(agentId)) return refuse({ code: 'unknown-agent', agentId });
    if (!this.#ports.folderExists(folder)) return refuse({ code: 'folder-missing', folder });
    const head = newHead(command, this.#ports.clock.now());
    const recorded = this.#ports.store.commit(sessionId, { durable: true, head, items: [] });
    if (!recorded.ok) return recorded;
    this.#ports.feed.sessionChanged(summaryOf(head));
    this.#ports.feed.appChanged({ recentFolders: this.#ports.store.recentFolders(RECENT_FOLDERS_MAX) });
    return ok({ seq: 0 });
  }

  /** Tells the runner what has just been recorded. A turn that was opened has been started already. */
  #act(head: Head, before: Head, command: SessionCommand): void {
    switch (command.type) {
      case 'stop':
      case 'steer':
        if (before.turn?.phase.kind !== 'stopping' && head.turn?.phase.kind === 'stopping') {
          this.#ports.runner.stop(head.id, head.turn.id);
        }
        return;
      case 'answer':
        this.#ports.runner.answer(head.id, command.requestId, { kind: 'selected', optionId: command.optionId });
        return;
      case 'delete':
        this.#ports.runner.release(head.id);
        return;
      case 'prompt':
      case 'queue':
      case 'edit-queued':
      case 'move-queued':
      case 'unqueue':
      case 'release-queue':
      case 'resume':
      case 'retry':
      case 'rename':
      case 'restore':
        return;
      default:
        assertNever(command);
    }
  }

  #start(sessionId: SessionId, turnId: TurnId, prompt = RESUME_PROMPT): void {
    const actor = this.#live.get(sessionId)?.actor;
    if (!actor) return;
    const { agentId, folder } = actor.head;
    this.#ports.runner.start({ sessionId, turnId, agentId, folder, prompt, agentSession: actor.agentSession });
  }

  #find(id: SessionId): Live | undefined {
    const known = this.#live.get(id);
    if (known) {
      known.seenIdle = false;
      return known;
    }
    const stored = this.#ports.store.read(id, WINDOW_ITEMS);
    if (!stored) return undefined;
    const actor = new SessionActor(stored, {
      store: this.#ports.store,
      log: this.#ports.log,
      ring: this.#ports.ring,
      now: () => this.#ports.clock.now(),
      newItemId: () => itemIdOf(this.#ports.newUlid()),
      newIncarnation: () => this.#ports.newUlid(),
      changed: (head) => this.#changed(head),
      opened: (turnId, prompt) => this.#start(id, turnId, prompt),
    });
    const live = { actor, outbox: new Outbox(actor), seenIdle: false, summary: summaryOf(actor.head) };
    this.#live.set(id, live);
    this.#sweepLater();
    return live;
  }

  #changed(head: Head): void {
    const live = this.#live.get(head.id);
    const summary = summaryOf(head);
    if (live && JSON.stringify(live.summary) === JSON.stringify(summary)) return;
    if (live) live.summary = summary;
    this.#ports.feed.sessionChanged(summary);
  }

  /** Ends the turn as an agent's end is recorded: a disk that takes nothing now is tried again. */
  #interrupt(id: SessionId): void {
    const turn = this.#find(id)?.actor.head.turn ?? null;
    if (isActive(turn)) this.report(id, turn.id, { type: 'ended', outcome: { kind: 'interrupted' } });
  }

  /** Forgets sessions that were idle and unfollowed at two sweeps in a row. */
  #sweepLater(): void {
    this.#sweeping ??= this.#ports.clock.after(IDLE_MS_MAX, () => {
      this.#sweeping = undefined;
      for (const [id, live] of this.#live) {
        const { actor, outbox, seenIdle } = live;
        const idle = actor.ring.followers === 0 && !isActive(actor.head.turn) && !outbox.trouble;
        if (idle && seenIdle) this.#live.delete(id);
        else live.seenIdle = idle;
      }
      if (this.#live.size > 0) this.#sweepLater();
    });
  }

  #diskFailed(trouble: DiskTrouble): void {
    if (this.#retrying) return;
    if (this.#ports.feed.app.disk.kind === 'fine') {
      this.#ports.log.error('the disk takes nothing; agents are being held back', trouble);
      this.#ports.feed.appChanged({ disk: { kind: 'failing', message: trouble.message } });
    }
    this.#retrying = this.#ports.clock.after(DISK_RETRY_MS, () => {
      this.#retrying = undefined;
      const left = [...this.#live.values()].map((live) => live.outbox.retry()).find((still) => still !== undefined);
      if (left) {
        this.#diskFailed(left);
        return;
      }
      this.#ports.log.info('the disk takes writes again');
      this.#ports.feed.appChanged({ disk: { kind: 'fine' } });
    });
  }
}
