import { besideWords, type Prompted } from '../../protocol/attachment.ts';
import type { TreeBudget } from '../../protocol/budget.ts';
import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import {
  type AgentId,
  type ItemId,
  itemIdOf,
  rollbackIdOf,
  type SessionId,
  type TurnId,
  turnIdOf,
} from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import { isFetching } from '../../protocol/origin.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { ItemsPage, Position, RollbackPreview, SessionStreamItem, SessionsPage } from '../../protocol/stream.ts';
import { isListed, type Summary, summaryOf } from '../../protocol/summary.ts';
import type { Timeline } from '../../protocol/timeline.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log/log.ts';
import { SessionActor } from './actor.ts';
import { usableBy } from './agent-session.ts';
import type { AppFeed } from './app-feed.ts';
import { type CreateCommand, type CreationPorts, creationOf } from './creation.ts';
import { decideFamily, type LineageCommand } from './family.ts';
import { Fetches } from './fetches.ts';
import { forkOf } from './fork.ts';
import { Housekeeping } from './housekeeping.ts';
import { RECENT_FOLDERS_MAX } from './limits.ts';
import { asidesOf } from './lineage.ts';
import { type Live, LiveSessions } from './live.ts';
import { missingIn } from './missing.ts';
import { NativeChildren } from './native-children.ts';
import { notForNative } from './native-commands.ts';
import { heldOf } from './options.ts';
import type { PermissionPorts } from './permission.ts';
import type { AttachmentIndex, ListQuery, SessionCommit, SessionStore, StoredSession, Stretch } from './ports.ts';
import { type PageWanted, pageOf, previewOf, timelineOf, treeOf } from './reads.ts';
import type { RingLimits } from './ring.ts';
import { Rollbacks } from './rollbacks.ts';
import { carryOut } from './runner-orders.ts';
import type { Configured, MentionedSession, Report, TurnReports, TurnRunner } from './runner-ports.ts';
import { type StopPorts, stopTree } from './stop-tree.ts';
import type { Subscriptions } from './subscriptions.ts';
import { mentionedAs, toldBefore } from './transcript.ts';
import { promptRefused, treeBudgetOf } from './tree-budget.ts';

/** What an agent is told when a turn goes on without new words of the person's. */
const RESUME_PROMPT: Prompted = { text: 'Continue where you left off.' };

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
  readonly attachments: AttachmentIndex;
  readonly permissions: SessionPermissions;
  /** What an agent lets a person choose, for sessions that it has not seen yet. */
  readonly offers: Offers;
};

/** What decides questions in a person's place. */
export interface SessionPermissions extends PermissionPorts {
  /** Of sessions for which nothing else is said. */
  readonly defaultPolicy: PermissionPolicy;
  readonly rulesHeld: number;
  /** One may have been made. */
  rulesChanged(): void;
}

export interface Offers {
  of(agent: AgentId): readonly AgentOption[];
  learn(agent: AgentId, options: readonly AgentOption[]): void;
}

/** The one door to all sessions. An answer means: recorded. */
export class SessionService implements TurnReports {
  readonly #ports: ServicePorts;
  readonly #live: LiveSessions;
  readonly #rollbacks: Rollbacks;
  readonly #housekeeping: Housekeeping;
  readonly #fetches: Fetches;
  readonly #family: CreationPorts;
  readonly #stopping: StopPorts;
  readonly native: NativeChildren;
  #closed = false;

  constructor(ports: ServicePorts) {
    const { store, runner, clock } = ports;
    this.#ports = ports;
    this.#live = new LiveSessions({ ...ports, openActor: (stored) => this.#openActor(stored) });
    this.#family = {
      store,
      actor: (id) => this.#live.find(id)?.actor,
      now: () => clock.now(),
      agentExists: ports.agentExists,
      folderExists: ports.folderExists,
      offersOf: (agent) => ports.offers.of(agent),
      defaultPolicy: () => ports.permissions.defaultPolicy,
      defaultBudget: () => ports.feed.app.preferences.budget,
      active: () => this.#live.active(),
    };
    this.#stopping = { ...this.#family, runner, commit: (parts) => this.#live.commit(parts) };
    this.#rollbacks = new Rollbacks({
      ...this.#family,
      clock,
      commit: (parts) => this.#live.commit(parts),
      stop: (turn) => runner.stop(turn),
      release: (session) => runner.release(session),
    });
    this.#fetches = new Fetches({
      ...{ runner, newUlid: ports.newUlid, live: this.#live, family: this.#family },
      announce: (added) => this.#announce(added),
      report: (session, fetch, report) => void this.report(session, fetch, report),
    });
    this.native = new NativeChildren({
      ...{ family: this.#family, log: ports.log, newUlid: ports.newUlid, live: this.#live },
      announce: (added) => this.#announce(added),
    });
    this.#housekeeping = new Housekeeping({
      ...{ store, clock, attachments: ports.attachments },
      live: this.#live,
      interrupt: (id) => this.#interrupt(id),
    });
  }

  /** To be called once, before anybody follows: what a crash cut off is marked, the old bin is emptied. */
  recover(): void {
    this.#housekeeping.start();
  }

  /** Marks what still runs as interrupted and takes nothing more. To be called when the runner has ended its agents. */
  close(): void {
    this.#rollbacks.close();
    for (const { actor, outbox } of this.#live.all()) {
      outbox.retry();
      this.#interrupt(actor.head.id);
    }
    this.#closed = true;
    this.#housekeeping.close();
    this.#live.close();
  }

  dispatch(command: Command): Result<{ readonly seq: number }, Refusal> {
    if (this.#closed) return refuse({ code: 'closed' });
    if (command.type === 'create') return this.#create(command);
    if (command.type === 'take-over') return this.#fetches.takeOver(command);
    const live = this.#live.find(command.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    if (live.outbox.trouble) return refuse(live.outbox.trouble);
    const { attachments, store } = this.#ports;
    const amiss = missingIn(command, attachments) ?? notForNative(live.actor.head, command, store);
    if (amiss) return refuse(amiss);
    // What is being stopped sets nothing more going: it would run on after all else has stopped.
    const asker = 'from' in command && command.from ? this.#live.find(command.from)?.actor.head : undefined;
    if (asker?.turn?.phase.kind === 'stopping') return refuse({ code: 'asker-stopping' });
    const done = this.#dispatchTo(live, command);
    return done.ok ? ok({ seq: live.actor.ring.seq }) : done;
  }

  report(sessionId: SessionId, turnId: TurnId, report: Report): Promise<void> | undefined {
    if (this.#closed) return undefined;
    const live = this.#live.find(sessionId);
    if (!live) {
      this.#ports.log.error('news of an unknown session dropped', { session: sessionId, type: report.type });
      return undefined;
    }
    const waiting = live.outbox.report(turnId, report);
    if (live.outbox.trouble) this.#live.diskFailed(live.outbox.trouble);
    if (report.type === 'ended') this.#rollbacks.check();
    return waiting;
  }

  configured(sessionId: SessionId, configured: Configured): void {
    const actor = this.#closed ? undefined : this.#live.find(sessionId)?.actor;
    if (!actor) return;
    const events = actor.configured(configured);
    if (events.length === 0) return; // commands are told again with each prompt
    const recorded = this.#live.commit([{ actor, change: { events } }]);
    if (!recorded.ok)
      this.#ports.log.warn('what an agent said of itself was not recorded', {
        session: sessionId,
        type: configured.type,
      });
  }

  transcript(sessionId: SessionId, beforeTurn: TurnId): string {
    const head = this.#live.find(sessionId)?.actor.head;
    return head ? toldBefore(head, beforeTurn, this.#ports.store) : '';
  }

  mentioned(sessionId: SessionId, other: SessionId): MentionedSession | undefined {
    const head = other === sessionId ? undefined : this.#live.find(other)?.actor.head;
    return head && mentionedAs(head, this.#ports.store);
  }

  mayCopy(sessionId: SessionId, agentSession: string): boolean {
    const head = this.#live.find(sessionId)?.actor.head;
    return head !== undefined && usableBy(head, { id: agentSession, fork: true }, this.#ports.store) !== null;
  }

  mayBegin(sessionId: SessionId): boolean {
    const head = this.#live.find(sessionId)?.actor.head;
    return !head || promptRefused(head, this.#family) === undefined;
  }

  follow(
    input: {
      readonly sessionId: SessionId;
      readonly tail: number;
      readonly from?: Position | undefined;
      readonly hidden: boolean;
    },
    signal: AbortSignal | undefined,
  ): Result<AsyncGenerator<SessionStreamItem>, Refusal> {
    const live = this.#live.find(input.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    const { ring, head } = live.actor;
    if (!input.hidden && !isListed(head)) return refuse({ code: 'session-hidden', kind: head.kind });
    const source = { ring, snapshot: () => live.actor.snapshot(input.tail) };
    return ok(this.#ports.subscriptions.follow(source, input.from, signal));
  }

  items(input: PageWanted): Result<ItemsPage, Refusal> {
    const live = this.#live.find(input.sessionId);
    if (!live) return refuse({ code: 'unknown-session' });
    const { head, ring } = live.actor;
    const page = pageOf(this.#ports.store, input);
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

  /** The card of a call: by the agent's own id of it, else the first of this tool that has no child yet. */
  cardOf(sessionId: SessionId, call: string | undefined, tool: string): ItemId | null {
    return this.#live.find(sessionId)?.actor.cardOf(call, tool) ?? null;
  }

  list(query: ListQuery): SessionsPage {
    return this.#ports.store.list(query);
  }

  /** Sessions whose turn waits or runs, asides left out. */
  busyCount(): number {
    const { store } = this.#ports;
    return store.unfinished().filter((id) => isActive(store.head(id)?.turn ?? null)).length;
  }

  /** All sessions of the tree that one stands in, in the order of the tree. */
  tree(sessionId: SessionId): readonly Summary[] {
    return treeOf(this.#ports.store, sessionId);
  }

  treeUse(sessionId: SessionId): Result<TreeBudget, Refusal> {
    const head = this.#live.find(sessionId)?.actor.head;
    return head ? ok(treeBudgetOf(head, this.#family)) : refuse({ code: 'unknown-session' });
  }

  timeline(sessionId: SessionId): Timeline {
    return timelineOf(this.#ports.store, sessionId);
  }

  rollbackPreview(input: { sessionId: SessionId; turnId: TurnId | null }): Result<RollbackPreview, Refusal> {
    const head = this.#live.find(input.sessionId)?.actor.head;
    if (!head) return refuse({ code: 'unknown-session' });
    return previewOf(this.#ports.store, head, input.turnId, rollbackIdOf(this.#ports.newUlid()));
  }

  #create(command: CreateCommand): Result<{ readonly seq: number }, Refusal> {
    const known = this.#live.find(command.sessionId)?.actor;
    if (known) {
      const same = known.head.agentId === command.agentId && known.head.folder === command.folder;
      return same ? ok({ seq: known.ring.seq }) : refuse({ code: 'session-exists' });
    }
    const creation = creationOf(command, this.#family);
    if (!creation.ok) return creation;
    const { added, parts } = creation.value;
    const recorded = this.#live.commit(parts, [added]);
    if (!recorded.ok) return recorded;
    this.#announce(added);
    return ok({ seq: 0 });
  }

  #dispatchTo(live: Live, command: Exclude<Command, { type: 'create' | 'take-over' }>): Result<unknown, Refusal> {
    const { actor } = live;
    const before = actor.head;
    switch (command.type) {
      case 'fork':
        return this.#fork(before, command);
      case 'fetch-again':
        return this.#fetches.again(actor);
      case 'stop':
      case 'terminate':
        if (isFetching(before)) return this.#fetches.stop(before);
        this.#ports.feed.sessionStopping(command);
        if (command.tree) return stopTree(before, command.type, this.#stopping);
        break;
      case 'rollback':
      case 'clear':
        return this.#rollbacks.begin(before, command);
      case 'delete':
        return before.kind === 'side' ? this.#dropAside(before) : this.#toFamily(before, command);
      case 'restore':
      case 'undo-rollback':
      case 'set-policy':
      case 'inherit-policy':
        return this.#toFamily(before, command);
      default:
        break;
    }
    const answer = actor.dispatch(command);
    if (answer.ok) carryOut(command, before, actor.head, this.#ports.runner);
    if (answer.ok && command.type === 'answer' && command.remember) this.#ports.permissions.rulesChanged();
    return answer;
  }

  #toFamily(head: Head, command: Exclude<LineageCommand, { type: 'rollback' | 'clear' }>): Result<void, Refusal> {
    const parts = decideFamily(head, command, this.#family);
    if (!parts.ok) return parts;
    const recorded = this.#live.commit(parts.value);
    if (!recorded.ok || command.type !== 'delete') return recorded;
    for (const { actor } of parts.value) {
      this.#ports.runner.release(actor.head.id);
      for (const aside of asidesOf(this.#ports.store, actor.head.id)) this.#dropAside(aside);
    }
    return recorded;
  }

  /** It is nowhere but in memory: there is no bin for it. */
  #dropAside(head: Head): Result<void, Refusal> {
    this.#ports.runner.release(head.id);
    return this.#live.purge(head.id);
  }

  #fork(head: Head, command: Extract<Command, { type: 'fork' }>): Result<void, Refusal> {
    if (this.#live.find(command.newSessionId)) return ok(undefined);
    const fork = forkOf(head, command, this.#ports.store, this.#ports.clock.now());
    if (!fork.ok) return fork;
    const recorded = this.#live.commit([], [fork.value]);
    if (recorded.ok) this.#announce(fork.value);
    return recorded;
  }

  #announce(added: SessionCommit & { readonly head: Head }): void {
    this.#ports.feed.sessionChanged(summaryOf(added.head));
    this.#ports.feed.appChanged({ recentFolders: this.#ports.store.recentFolders(RECENT_FOLDERS_MAX) });
  }

  #openActor(stored: StoredSession): SessionActor {
    const { id, agentId } = stored.state.head;
    return new SessionActor(stored, {
      store: this.#ports.store,
      permissions: this.#ports.permissions,
      budget: this.#family,
      log: this.#ports.log,
      ring: this.#ports.ring,
      now: () => this.#ports.clock.now(),
      newItemId: () => itemIdOf(this.#ports.newUlid()),
      newTurnId: () => turnIdOf(this.#ports.newUlid()),
      newIncarnation: () => this.#ports.newUlid(),
      changed: (head) => this.#live.changed(head),
      opened: (turnId, prompt) => this.#start(id, turnId, prompt),
      granted: (requestId, optionId) => this.#ports.runner.answer(id, requestId, { kind: 'selected', optionId }),
      offered: (options) => this.#ports.offers.learn(agentId, options),
    });
  }

  #start(sessionId: SessionId, turnId: TurnId, asked = RESUME_PROMPT): void {
    const actor = this.#live.find(sessionId)?.actor;
    if (!actor || actor.head.native) return; // its agent runs it itself
    const { agentId, folder, options } = actor.head;
    const agentSession = usableBy(actor.head, actor.agentSession, this.#ports.store);
    const run = { agentId, folder, agentSession, wanted: heldOf(options), prompt: asked.text, ...besideWords(asked) };
    this.#ports.runner.start({ sessionId, turnId, ...run });
  }

  /** Ends the turn as an agent's end is recorded: a disk that takes nothing now is tried again. */
  #interrupt(id: SessionId): void {
    const head = this.#live.find(id)?.actor.head;
    if (head) this.#fetches.cutOff(head);
    if (head && isActive(head.turn)) this.report(id, head.turn.id, { type: 'ended', outcome: { kind: 'interrupted' } });
  }
}
