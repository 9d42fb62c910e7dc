import type { Head, SessionState, Window } from '../../protocol/head.ts';
import type { AgentId, ItemId, RequestId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import type { PermissionAnswer, PermissionOption } from '../../protocol/permission.ts';
import type { Result } from '../../protocol/result.ts';
import type { SessionsCursor, SessionsPage } from '../../protocol/stream.ts';
import type { LivePhase, Outcome } from '../../protocol/turn.ts';
import type { AgentUpdate } from './update.ts';

/** The rows of sessions and items. All calls are synchronous; reads see every earlier commit. */
export interface SessionStore {
  /** The session with its newest `tail` items, or undefined when there is none of that id. */
  read(id: SessionId, tail: number): StoredSession | undefined;
  item(id: SessionId, item: ItemId): Item | undefined;
  /** Items whose end was not written: those of a running turn, or of one that a crash cut off. */
  openItems(id: SessionId): readonly Item[];
  /** The greatest `order` below `before`, or undefined when no item has one. */
  lastOrder(id: SessionId, before: number): number | undefined;
  /** Whether the session has a turn of this id. */
  hasTurn(id: SessionId, turn: TurnId): boolean;
  /** Items with an order below `before`, oldest first: at most `limit` and about `maxChars`, but at least one. */
  itemsBefore(id: SessionId, before: number, limit: number, maxChars: number): Window;
  /** A stretch of a text and its whole length; undefined when there is no such text. */
  blob(id: SessionId, item: ItemId, key: string | null, from: number, limit: number): Stretch | undefined;
  /** Sessions that are not in the bin, last changed first. */
  list(after: SessionsCursor | null, limit: number): SessionsPage;
  /** Sessions whose last turn has not ended, which after a start means: was interrupted. */
  unfinished(): readonly SessionId[];
  /** Sessions put into the bin before `at`. */
  deletedBefore(at: number): readonly SessionId[];
  /** Working folders by their newest session. */
  recentFolders(limit: number): readonly string[];
  /** One transaction. Refused, with nothing written, when the disk does not take it. */
  commit(id: SessionId, commit: Commit): Result<void, DiskTrouble>;
  /** Forgets the session and all its items. */
  purge(id: SessionId): Result<void, DiskTrouble>;
}

export type StoredSession = { readonly state: SessionState; readonly agentSession: string | null };
export type Stretch = { readonly text: string; readonly length: number };
export type DiskTrouble = { readonly code: 'disk-failing'; readonly message: string };

export type Commit = {
  /** `synchronous=FULL` for what a person asked for; streamed output may lose its last flush on power loss. */
  readonly durable: boolean;
  /** Null: unchanged. */
  readonly head: Head | null;
  /** The agent's own id of the conversation; absent: unchanged. */
  readonly agentSession?: string | null;
  readonly items: readonly ItemWrite[];
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

/** Runs turns. Calls return at once; all that happens comes back through `TurnReports`. */
export interface TurnRunner {
  start(run: TurnRun): void;
  /** Asks the agent to stop; the turn ends when it really has, or was ended by force. */
  stop(sessionId: SessionId, turnId: TurnId): void;
  answer(sessionId: SessionId, requestId: RequestId, answer: PermissionAnswer): void;
  /** The session went into the bin: its agent may forget it. */
  release(sessionId: SessionId): void;
}

export type TurnRun = {
  readonly sessionId: SessionId;
  readonly turnId: TurnId;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly prompt: string;
  /** The agent's own id of the conversation so far; null when it has none. */
  readonly agentSession: string | null;
};

/** How a runner tells what happened. Everything of a session goes through here, in order. */
export interface TurnReports {
  /**
   * Records and publishes. Answers undefined when that is done, or a promise when the disk is failing: then nothing
   * more may be read from this agent until it resolves. Nothing given here is lost while the host lives.
   */
  report(sessionId: SessionId, turnId: TurnId, report: Report): Promise<void> | undefined;
  /** The conversation so far as plain text, for an agent that cannot load it; empty when there is none. */
  transcript(sessionId: SessionId, beforeTurn: TurnId): string;
}

export type Report =
  | { readonly type: 'moved'; readonly phase: LivePhase }
  /** The agent session that this turn runs in. `handedOver`: a new one that was given the transcript. */
  | { readonly type: 'attached'; readonly agentSession: string; readonly handedOver: boolean }
  | { readonly type: 'updates'; readonly updates: readonly AgentUpdate[] }
  | { readonly type: 'asked'; readonly question: Question }
  /** The agent took its question back. */
  | { readonly type: 'withdrawn'; readonly requestId: RequestId }
  | { readonly type: 'ended'; readonly outcome: Outcome };

/** A permission request before it has its place in the transcript. */
export type Question = {
  readonly id: RequestId;
  /** The tool call that it is about; made when it is not known yet. */
  readonly call: string;
  readonly title: string;
  readonly command: string | null;
  readonly folder: string;
  readonly options: readonly PermissionOption[];
};
