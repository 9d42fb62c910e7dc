import type { Agent, AgentTest, AgentTrial, CustomAgent } from '../protocol/agent.ts';
import type { AttachmentId, AttachmentPiece, AttachmentRefusal } from '../protocol/attachment.ts';
import type { TreeBudget } from '../protocol/budget.ts';
import type { AgentImport, Catalog, CatalogRefusal } from '../protocol/catalog.ts';
import type { Command, Refusal } from '../protocol/command.ts';
import type { About, AgentRefusal, FilesFound, FolderListing, FolderRefusal } from '../protocol/contract.ts';
import type { AgentId, ItemId, RuleId, SessionId, TurnId } from '../protocol/ids.ts';
import type { KeybindingsChange, KeybindingsRefusal } from '../protocol/keybindings.ts';
import type { AgentSessionsPage, AgentSessionsRefusal } from '../protocol/origin.ts';
import type { DecisionsPage, RuleLine, RuleRefusal } from '../protocol/permission.ts';
import type { PreferencesChange, PreferencesRefusal } from '../protocol/preferences.ts';
import type { Result } from '../protocol/result.ts';
import type { SecretName, SecretRefusal } from '../protocol/secret.ts';
import type { SignInEnd, SignInOffer } from '../protocol/sign-in.ts';
import type {
  AppStreamItem,
  ItemsPage,
  Position,
  RollbackPreview,
  SessionStreamItem,
  SessionsCursor,
  SessionsPage,
  Shelf,
} from '../protocol/stream.ts';
import type { Summary } from '../protocol/summary.ts';
import type { Timeline } from '../protocol/timeline.ts';
import type { SessionUsage, TurnUsed, UsageGroup, UsageSummary } from '../protocol/usage.ts';
import type { SessionWorktree } from '../protocol/worktree.ts';
import type { Cipher } from './secrets/cipher.ts';

/** All that a shell may ask of the process behind it; the contract's inputs arrive here parsed. */
export interface Host {
  readonly about: About;
  readonly sessions: {
    dispatch(command: Command): Result<{ readonly seq: number }, Refusal>;
    follow(
      input: {
        readonly sessionId: SessionId;
        readonly tail: number;
        readonly from?: Position | undefined;
        readonly hidden: boolean;
      },
      signal: AbortSignal | undefined,
    ): Result<AsyncGenerator<SessionStreamItem>, Refusal>;
    items(input: {
      readonly sessionId: SessionId;
      readonly from: { readonly before: number } | { readonly after: number };
      readonly limit: number;
    }): Result<ItemsPage, Refusal>;
    blob(input: {
      readonly sessionId: SessionId;
      readonly itemId: ItemId;
      readonly key: string | null;
      readonly from: number;
      readonly limit: number;
    }): Result<{ readonly text: string; readonly length: number }, Refusal>;
    list(input: {
      readonly after: SessionsCursor | null;
      readonly limit: number;
      readonly shelf: Shelf;
      readonly hidden: boolean;
    }): SessionsPage;
    /** How many agents would be cut off if the app ended now. */
    busyCount(): number;
    tree(sessionId: SessionId): readonly Summary[];
    treeUse(sessionId: SessionId): Result<TreeBudget, Refusal>;
    timeline(sessionId: SessionId): Timeline;
    rollbackPreview(input: {
      readonly sessionId: SessionId;
      readonly turnId: TurnId | null;
    }): Result<RollbackPreview, Refusal>;
  };
  readonly worktrees: {
    of(session: SessionId): Promise<readonly SessionWorktree[]>;
    removeEmpty(session: SessionId): Promise<readonly SessionWorktree[]>;
  };
  watch(from: Position | undefined, signal: AbortSignal | undefined): AsyncGenerator<AppStreamItem>;
  /** A window has this session before its person; `stream`: the one by which it follows the app. */
  look(stream: string, session: SessionId | null): void;
  /** Of a stream that has ended it says nothing, and is not an error. */
  ack(stream: string, seq: number): void;
  readonly attachments: {
    put(piece: AttachmentPiece): Promise<Result<{ readonly stored: boolean }, AttachmentRefusal>>;
    cancel(upload: string): Promise<void>;
    read(
      id: AttachmentId,
      from: number,
    ): Promise<Result<{ readonly data: string; readonly bytes: number }, AttachmentRefusal>>;
  };
  readonly agents: {
    save(agent: CustomAgent): Result<Agent, AgentRefusal>;
    remove(id: AgentId): Result<void, AgentRefusal>;
    test(agent: AgentTrial): Promise<AgentTest>;
    signIns(id: AgentId, start: boolean): Promise<Result<SignInOffer, AgentRefusal>>;
    signIn(id: AgentId, wayId: string, signal: AbortSignal): Promise<Result<SignInEnd, AgentRefusal>>;
    signOut(id: AgentId, signal: AbortSignal): Promise<Result<SignInEnd, AgentRefusal>>;
    /** Rejects when the signal is aborted. */
    sessions(
      input: { readonly agentId: AgentId; readonly folder: string | null; readonly cursor: string | null },
      signal: AbortSignal,
    ): Promise<Result<AgentSessionsPage, AgentSessionsRefusal>>;
  };
  readonly catalog: {
    list(): Promise<Catalog>;
    refresh(): Promise<Catalog>;
    read(text: string): Promise<Result<AgentImport, CatalogRefusal>>;
  };
  readonly keybindings: { change(change: KeybindingsChange): Result<void, KeybindingsRefusal> };
  readonly secrets: {
    set(name: SecretName, value: string): Promise<Result<void, SecretRefusal>>;
    forget(name: SecretName): Promise<Result<void, SecretRefusal>>;
  };
  readonly permissions: {
    rules(): readonly RuleLine[];
    revoke(id: RuleId): Result<void, RuleRefusal>;
    restore(id: RuleId): Result<void, RuleRefusal>;
    decisions(query: {
      readonly session: SessionId | null;
      readonly before: number | null;
      readonly limit: number;
    }): DecisionsPage;
  };
  readonly preferences: { change(change: PreferencesChange): Result<void, PreferencesRefusal> };
  readonly usage: {
    of(sessionId: SessionId): SessionUsage;
    turns(sessionId: SessionId, turns: readonly TurnId[]): readonly TurnUsed[];
    summary(by: UsageGroup, since: number | null): UsageSummary;
  };
  readonly folders: {
    list(path: string | null): Promise<Result<FolderListing, FolderRefusal>>;
    files(
      input: { readonly folder: string; readonly query: string; readonly limit: number },
      signal: AbortSignal,
    ): Promise<Result<FilesFound, FolderRefusal>>;
  };
  /** Ends the agents, writes what is left, gives the data folder back. */
  close(): Promise<void>;
}

export type ShellKind = 'web' | 'desktop';

/** Who has the data folder. `url` and `token` are null until it can be joined, and always for a desktop shell. */
export type Holder = {
  readonly pid: number;
  readonly startedAt: number;
  readonly shell: ShellKind;
  readonly url: string | null;
  readonly token: string | null;
};

/** `cipher`: the system's key store, null where the shell has none. */
export type HostOptions = { readonly dataFolder: string; readonly shell: ShellKind; readonly cipher: Cipher | null };

/** What became of opening a host on a data folder. A data folder has one host at a time. */
export type OpenedHost =
  | {
      readonly kind: 'opened';
      readonly host: Host;
      /** Lets a second start on the same folder find this one. `token` opens the door to whoever may read the folder. */
      announce(url: string, token: string): void;
    }
  /** `holder` is null when it could not be read who holds it. */
  | { readonly kind: 'taken'; readonly holder: Holder | null }
  /** The folder cannot be used, in a sentence for a person: a newer file, damage, no permission. */
  | { readonly kind: 'refused'; readonly message: string };

export type OpenHost = (options: HostOptions) => Promise<OpenedHost>;
