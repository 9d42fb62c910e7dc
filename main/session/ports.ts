import type { Attachment, AttachmentId } from '../../protocol/attachment.ts';
import type { TreeUse } from '../../protocol/budget.ts';
import type { Head, Plan, SessionState, Window } from '../../protocol/head.ts';
import type { AgentId, ItemId, RequestId, RollbackId, RuleId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import type { Decision, DecisionsPage, Rule, RuleLine, RuleScope } from '../../protocol/permission.ts';
import type { Result } from '../../protocol/result.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import type { SessionsCursor, SessionsPage, Shelf } from '../../protocol/stream.ts';
import type { Timeline, WaitCause } from '../../protocol/timeline.ts';
import type { Turn } from '../../protocol/turn.ts';
import type { Money, SessionUsage, TurnUsage, TurnUsed, UsageGroup, UsageSummary } from '../../protocol/usage.ts';

/** The rows of sessions and items. All calls are synchronous; reads see every earlier commit. */
export interface SessionStore {
  /** The session with its newest `tail` items, or undefined when there is none of that id. */
  read(id: SessionId, tail: number): StoredSession | undefined;
  /** The session without any of its items. */
  head(id: SessionId): Head | undefined;
  item(id: SessionId, item: ItemId): Item | undefined;
  /** Whether a person names the other session in a prompt of this one, by its id. */
  mentions(id: SessionId, other: SessionId): boolean;
  /** Items whose end was not written: those of a running turn, or of one that a crash cut off. */
  openItems(id: SessionId): readonly Item[];
  /** The greatest `order` of a turn's items, or undefined when it has none. */
  lastOrder(id: SessionId, turn: TurnId): number | undefined;
  /** A turn of any branch, also of one that was taken back. */
  turn(id: SessionId, turn: TurnId): StoredTurn | undefined;
  /**
   * Items of the active path with an order below `before`, oldest first: at most `limit` and about `maxChars`, but at
   * least one.
   */
  itemsBefore(id: SessionId, before: number, limit: number, maxChars: number): Window;
  /** The same for items with an order above `after`. `atEnd`: nothing lies behind them. */
  itemsAfter(id: SessionId, after: number, limit: number, maxChars: number): Window & { readonly atEnd: boolean };
  /** What would be shown after these writes; none of them stays. */
  preview(id: SessionId, writes: readonly TurnWrite[], tail: number): Result<PathState, DiskTrouble>;
  /** The newest leaf at or below a turn, branches that were taken back left out. */
  leafBelow(id: SessionId, turn: TurnId): TurnId;
  /** The turns that begin a conversation, but those that were taken back. */
  roots(id: SessionId): readonly TurnId[];
  /** A turn and all that follow it on any branch, but those that were taken back before. */
  turnsBelow(id: SessionId, turn: TurnId): readonly TurnId[];
  /** Items of these turns. */
  itemCount(id: SessionId, turns: readonly TurnId[]): number;
  /** The session that goes on with an agent's conversation, or has turns in it; also one in the bin, or an aside. */
  holderOf(agent: AgentId, agentSession: string): Holder | undefined;
  /** The turn, of whatever session, that an agent session was prompted with last. */
  lastPromptedIn(agentSession: string): TurnId | undefined;
  /** Turns that begin a branch beside an older one. */
  branchCount(id: SessionId): number;
  /** A stretch of a text and its whole length; undefined when there is no such text. */
  blob(id: SessionId, item: ItemId, key: string | null, from: number, limit: number): Stretch | undefined;
  /** How a question was decided; undefined when it was not, or so long ago that nobody knows. */
  decision(id: SessionId, request: RequestId): Decision | undefined;
  /** One shelf's sessions, pinned ones first, then last changed first. `hidden`: with children and asides. */
  list(query: ListQuery): SessionsPage;
  /** The sessions whose parent is this one, by birth; also those in the bin. */
  childrenOf(id: SessionId): readonly Head[];
  /** There is no session, not even in the bin; asides do not count. */
  isEmpty(): boolean;
  /**
   * Sessions whose last turn has not ended, that know of children at work, that are being rolled back, or whose history is
   * being fetched: after a start all of these were interrupted.
   */
  unfinished(): readonly SessionId[];
  /** Sessions put into the bin before `at`. */
  deletedBefore(at: number): readonly SessionId[];
  /** Sessions with something new that nobody has looked at, newest first; neither archived ones nor those in the bin. */
  unread(limit: number): readonly Head[];
  /** Sessions outside the bin whose folder is this one, or begins with `inside`. */
  workingIn(folder: string, inside: string): readonly Head[];
  /** Titles of the sessions in a folder. */
  titlesIn(folder: string): readonly string[];
  /** What the agent understands behind a `/`, as it last said in this folder; empty when it never did. */
  commandsIn(folder: string, agent: AgentId): readonly AgentCommand[];
  /** Working folders by their newest session. */
  recentFolders(limit: number): readonly string[];
  /** Asides: sessions that are kept in memory alone. */
  asideCount(): number;
  /** What prompts name that were sent, wait, or were taken back and can be had again; asides included. */
  attachmentIds(): ReadonlySet<AttachmentId>;
  /** Sessions that hold turns which were taken back. */
  withUndone(): readonly SessionId[];
  /** When the turns of these sessions ran; those of asides are not told. */
  timeline(ids: readonly SessionId[]): Timeline;
  readonly usage: UsageStore;
  readonly trees: TreeStore;
  /** One transaction. Refused, with nothing written, when the disk does not take it. */
  commit(id: SessionId, commit: Commit): Result<void, DiskTrouble>;
  /** Several sessions' changes in one transaction, in this order; durable when any of them is. */
  commitAll(commits: readonly SessionCommit[]): Result<void, DiskTrouble>;
  /** Forgets the session and all its items. */
  purge(id: SessionId): Result<void, DiskTrouble>;
}

/** What turns have used, also those of sessions that are gone. */
export interface UsageStore {
  /** What is known of a turn's use; undefined: nothing. */
  turn(id: SessionId, turn: TurnId): TurnUsage | undefined;
  /** Where the agent session that the turn was prompted in has its count of the cost, in a currency; 0 at first. */
  count(id: SessionId, turn: TurnId, currency: string): number;
  turns(id: SessionId, turns: readonly TurnId[]): readonly TurnUsed[];
  of(id: SessionId): SessionUsage;
  /** `since`: epoch ms; null: all. */
  summary(by: UsageGroup, since: number | null): UsageSummary;
}

/** What trees of sessions have taken; what is gone for good by now still counts. Asides are in it by their parents. */
export interface TreeStore {
  /** Of a session that nobody spawned: itself, at the top. */
  placeOf(id: SessionId): TreePlace;
  /** How many sessions there ever were below a root, and how many levels. */
  membersOf(root: SessionId): { readonly children: number; readonly deepest: number };
  /** `since`: when the oldest of the turns began that run now, which count up to `now`; null: none runs. Epoch ms. */
  use(root: SessionId, now: number, since: number | null): TreeUse;
}

/** `depth`: levels below the root. */
export type TreePlace = { readonly root: SessionId; readonly depth: number };

/** What agents keep of sessions that are gone for good here, and that were begun here. */
export interface Leftovers {
  /** The agent's own ids, oldest first; not those that a session still uses. */
  of(agent: AgentId, limit: number): readonly string[];
  /** The agent was asked: whatever it answered, it is not asked again. */
  settle(agent: AgentId, agentSession: string): Result<void, DiskTrouble>;
}

export type StoredSession = { readonly state: SessionState; readonly agentSession: AgentSession | null };

/** The agent's own id of a conversation. `fork`: it is another session's, and this one goes on in a copy of it. */
export type AgentSession = { readonly id: string; readonly fork: boolean };

/** `active`: on the path that is shown. `undone`: what took it back. */
export type StoredTurn = { readonly turn: Turn; readonly active: boolean; readonly undone: RollbackId | null };

/** What the head, the window and the agent are on a path. */
export type PathState = {
  readonly window: Window;
  readonly of: Pick<Head, 'turn' | 'itemCount' | 'plan' | 'forks' | 'children'>;
  /** The agent session that knows this path and nothing else; null when none does. */
  readonly agentSession: AgentSession | null;
};

export type ListQuery = {
  readonly after: SessionsCursor | null;
  readonly limit: number;
  readonly shelf: Shelf;
  readonly hidden: boolean;
};

export type Holder = { readonly session: SessionId; readonly deleted: boolean };
export type SessionCommit = { readonly id: SessionId; readonly commit: Commit };
export type Stretch = { readonly text: string; readonly length: number };
export type DiskTrouble = { readonly code: 'disk-failing'; readonly message: string };

export type Commit = {
  /** `synchronous=FULL` for what a person asked for; streamed output may lose its last flush on power loss. */
  readonly durable: boolean;
  /** Null: unchanged. */
  readonly head: Head | null;
  /** Absent: unchanged. */
  readonly agentSession?: AgentSession | null;
  readonly turns: readonly TurnWrite[];
  readonly items: readonly ItemWrite[];
  /** Absent: nothing was decided. */
  readonly permissions?: readonly PermissionWrite[];
};

export type PermissionWrite =
  | { readonly type: 'decide'; readonly decision: Decision }
  | { readonly type: 'make'; readonly rule: Rule };

export type TurnWrite =
  /** The turn as it now is; a new one is on the active path. */
  | { readonly type: 'put'; readonly turn: Turn }
  | { readonly type: 'plan'; readonly plan: Plan }
  /** The agent session that the turn was prompted in. */
  | { readonly type: 'prompted'; readonly turn: TurnId; readonly agentSession: string }
  /** The active path ends with this turn; null: nothing is on it. */
  | { readonly type: 'activate'; readonly leaf: TurnId | null }
  /** Takes turns back, or, with null, has them again. */
  | { readonly type: 'undo'; readonly turns: readonly TurnId[]; readonly by: RollbackId }
  | { readonly type: 'redo'; readonly by: RollbackId }
  /** All that is known of a turn's use. It stays when the turn, or the session, is forgotten. */
  | ({ readonly type: 'used' } & UsedWrite)
  /** A turn was at work, from its opening to its end; epoch ms. `parent` as in what it used. */
  | { readonly type: 'lasted'; readonly parent: SessionId | null; readonly from: number; readonly until: number }
  /** Where the count of the cost stands in the agent session that the turn was prompted in. */
  | { readonly type: 'counted'; readonly turn: TurnId; readonly cost: Money }
  /** From now on, `at`, it waits for this; and: it waits no longer. */
  | { readonly type: 'waits'; readonly turn: TurnId; readonly at: number; readonly cause: WaitCause }
  | { readonly type: 'waited'; readonly turn: TurnId; readonly at: number }
  /** Forgets turns that were taken back, with their items. */
  | { readonly type: 'forget'; readonly by: RollbackId }
  /** Copies the active path of another session up to a depth, which becomes the path of this one. */
  | { readonly type: 'copy'; readonly from: SessionId; readonly upToIndex: number };

/** A row that needs no other to be counted: by when its turn was opened, whose it was, and where it worked. */
export type UsedWrite = {
  readonly turn: TurnId;
  readonly at: number;
  readonly agentId: AgentId;
  readonly folder: string;
  /** The session that this one belongs to; null for a main session. */
  readonly parent: SessionId | null;
  readonly usage: TurnUsage;
};

export type ItemWrite =
  /** The item as it now is. Texts that grow are not in it: they were, or will be, appended. */
  | { readonly type: 'put'; readonly item: Item }
  | {
      readonly type: 'append';
      readonly item: ItemId;
      readonly key: string | null;
      readonly at: number;
      readonly text: string;
    };

/** The files that prompts name, by what is in them. */
export interface AttachmentIndex {
  /** Whether it is kept, and is as long as it is said to be. What was asked for stays for a while. */
  knows(attachment: Attachment): boolean;
  /** Forgets what is not among those that are named and was not used lately; asks only when something may go. */
  sweep(named: () => ReadonlySet<AttachmentId>): void;
}

/** The rules that a person made, and the log of all decisions. */
export interface PermissionStore {
  /** The rule that holds for exactly this. */
  ruleFor(agent: AgentId, scope: RuleScope): RuleId | undefined;
  /** Those that hold, oldest first. */
  ruleIds(): readonly RuleId[];
  /** The same with all that is known of them, newest first. */
  rules(): readonly RuleLine[];
  isRule(id: RuleId): 'holds' | 'revoked' | undefined;
  revoke(id: RuleId, at: number): Result<void, DiskTrouble>;
  /** Nothing happens when another rule for the same holds by now. */
  restore(id: RuleId): Result<void, DiskTrouble>;
  decisions(query: DecisionsQuery): DecisionsPage;
}

/** `session` null: of all. `before`: the `seq` that they come before; null for the newest. */
export type DecisionsQuery = {
  readonly session: SessionId | null;
  readonly before: number | null;
  readonly limit: number;
};

/** Where things really are on the person's disk. */
export interface Places {
  /** An existing folder with all links resolved; undefined when there is none, or nobody can say. */
  realFolder(path: string): string | undefined;
  /** Whether a path, there or not, really lies in a real folder or is it. False when nobody can say. */
  isInside(folder: string, path: string): boolean;
}
