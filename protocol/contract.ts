import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import { type Agent, type AgentTest, AgentTrial, CustomAgent } from './agent.ts';
import { AttachmentId, AttachmentPiece, type AttachmentRefusal } from './attachment.ts';
import type { TreeBudget } from './budget.ts';
import type { AgentImport, Catalog, CatalogRefusal } from './catalog.ts';
import { Command, type Refusal } from './command.ts';
import { AgentId, ItemId, SessionId, TurnId } from './ids.ts';
import { KeybindingsChange, type KeybindingsRefusal } from './keybindings.ts';
import {
  AGENT_CURSOR_CHARS_MAX,
  BLOB_CHARS_MAX,
  FILES_FOUND_MAX,
  IMPORT_CHARS_MAX,
  PAGE_DECISIONS_MAX,
  PAGE_ITEMS_MAX,
  PAGE_SESSIONS_MAX,
  USED_TURNS_MAX,
} from './limits.ts';
import type { AgentSessionsPage, AgentSessionsRefusal } from './origin.ts';
import { type DecisionsPage, type RuleLine, RuleRef, type RuleRefusal } from './permission.ts';
import { PreferencesChange, type PreferencesRefusal } from './preferences.ts';
import { SECRET_CHARS_MAX, SecretName, type SecretRefusal } from './secret.ts';
import type { SignInEnd, SignInOffer } from './sign-in.ts';
import {
  type AppStreamItem,
  type ItemsPage,
  Position,
  type RollbackPreview,
  type SessionStreamItem,
  SessionsCursor,
  type SessionsPage,
  SHELVES,
} from './stream.ts';
import type { Summary } from './summary.ts';
import type { Timeline } from './timeline.ts';
import { type SessionUsage, type TurnUsed, USAGE_GROUPS, type UsageSummary } from './usage.ts';
import type { SessionWorktree } from './worktree.ts';

/**
 * All that a window can ask of the host, served alike over a MessagePort and a WebSocket. Inputs are parsed because
 * they cross a border; outputs come from the host itself and are trusted by their type.
 */
export const contract = {
  app: {
    about: oc.output(type<About>()),
    watch: oc.input(z.object({ from: Position.optional() })).output(eventIterator(type<AppStreamItem>())),
    /** What the window that follows the app by this stream has before its person; null when that is no session. */
    look: oc.input(z.object({ stream: z.string().max(64), session: SessionId.nullable() })).output(type<void>()),
  },
  streams: {
    /** Says that everything up to `seq` has been applied; without it a stream stops after a few batches. */
    ack: oc.input(z.object({ stream: z.string().max(64), seq: z.number().int().nonnegative() })).output(type<void>()),
  },
  sessions: {
    /** Answers when the command is recorded, not when the agent is done. */
    dispatch: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      .input(Command)
      .output(type<{ readonly seq: number }>()),
    follow: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      .input(
        z.object({
          sessionId: SessionId,
          tail: z.number().int().min(1).max(PAGE_ITEMS_MAX),
          from: Position.optional(),
          /** Whether a session that is hidden from lists may be opened; else it is refused. */
          hidden: z.boolean().default(false),
        }),
      )
      .output(eventIterator(type<SessionStreamItem>())),
    items: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      .input(
        z.object({
          sessionId: SessionId,
          /** The order that the page ends before, or begins after. */
          from: z.union([z.object({ before: z.number().int() }), z.object({ after: z.number().int() })]),
          limit: z.number().int().min(1).max(PAGE_ITEMS_MAX),
        }),
      )
      .output(type<ItemsPage>()),
    /** A stretch of a long text. `key` is null for the only text of a reply or thought. */
    blob: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      .input(
        z.object({
          sessionId: SessionId,
          itemId: ItemId,
          key: z.string().max(256).nullable(),
          from: z.number().int().nonnegative(),
          limit: z.number().int().min(1).max(BLOB_CHARS_MAX),
        }),
      )
      .output(type<{ readonly text: string; readonly length: number }>()),
    list: oc
      .input(
        z.object({
          after: SessionsCursor.nullable(),
          limit: z.number().int().min(1).max(PAGE_SESSIONS_MAX),
          shelf: z.enum(SHELVES).default('open'),
          /** With children and asides. */
          hidden: z.boolean().default(false),
        }),
      )
      .output(type<SessionsPage>()),
    /** All sessions of the tree that one stands in, in the order of the tree; none when it is gone or in the bin. */
    tree: oc.input(z.object({ sessionId: SessionId })).output(type<readonly Summary[]>()),
    /** What the tree of a session may take, and has. */
    treeUse: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      .input(z.object({ sessionId: SessionId }))
      .output(type<TreeBudget>()),
    /** When the turns of the tree that a session is in ran, and what they waited for. */
    timeline: oc.input(z.object({ sessionId: SessionId })).output(type<Timeline>()),
    rollbackPreview: oc
      .errors({ REFUSED: { data: type<Refusal>() } })
      /** `turnId` null: of the whole conversation. */
      .input(z.object({ sessionId: SessionId, turnId: TurnId.nullable() }))
      .output(type<RollbackPreview>()),
    /** What the session and those below it would leave on the disk; for one in the bin, what they have left there. */
    worktrees: oc.input(z.object({ sessionId: SessionId })).output(type<readonly SessionWorktree[]>()),
    /** Of a session in the bin: takes away those that hold nothing, and says which stay. */
    removeWorktrees: oc.input(z.object({ sessionId: SessionId })).output(type<readonly SessionWorktree[]>()),
  },
  attachments: {
    /** One piece of a file; `stored` once the whole of it is kept and a command may name it, which can be at once. */
    put: oc
      .errors({ REFUSED: { data: type<AttachmentRefusal>() } })
      .input(AttachmentPiece)
      .output(type<{ readonly stored: boolean }>()),
    /** Gives an upload up. Says nothing of one that is over. */
    cancel: oc.input(AttachmentPiece.pick({ upload: true })).output(type<void>()),
    /** At most ATTACHMENT_CHUNK_BYTES of a content from a byte on, as base64, and how long all of it is. */
    read: oc
      .errors({ REFUSED: { data: type<AttachmentRefusal>() } })
      .input(z.object({ id: AttachmentId, from: z.int().nonnegative() }))
      .output(type<{ readonly data: string; readonly bytes: number }>()),
  },
  agents: {
    /** Adds the agent or replaces the custom agent of the same id. */
    save: oc
      .errors({ REFUSED: { data: type<AgentRefusal>() } })
      .input(CustomAgent)
      .output(type<Agent>()),
    remove: oc
      .errors({ REFUSED: { data: type<AgentRefusal>() } })
      .input(z.object({ id: AgentId }))
      .output(type<void>()),
    /** Starts the agent, says hello and ends it again. Nothing is saved. */
    test: oc.input(AgentTrial).output(type<AgentTest>()),
    /** How a person can sign in to the agent. `start`: whether it may be started to find out, which can take a minute. */
    signIns: oc
      .errors({ REFUSED: { data: type<AgentRefusal>() } })
      .input(z.object({ agentId: AgentId, start: z.boolean() }))
      .output(type<SignInOffer>()),
    /**
     * Has the agent sign somebody in; answers when that is over, after ten minutes at most. Ending the call cancels it,
     * and so does another one for the same agent. For a way that needs a terminal it answers at once: the person has
     * done it. The agent's next turns begin in new processes.
     */
    signIn: oc
      .errors({ REFUSED: { data: type<AgentRefusal>() } })
      .input(z.object({ agentId: AgentId, wayId: z.string().max(256) }))
      .output(type<SignInEnd>()),
    /** Has the agent forget who is signed in, here and in its own program. */
    signOut: oc
      .errors({ REFUSED: { data: type<AgentRefusal>() } })
      .input(z.object({ agentId: AgentId }))
      .output(type<SignInEnd>()),
    /**
     * What the agent itself has of conversations, newest first where it sorts them. Starts the agent when it does not
     * run; ending the call ends the wait.
     */
    sessions: oc
      .errors({ REFUSED: { data: type<AgentSessionsRefusal>() } })
      .input(
        z.object({
          agentId: AgentId,
          /** Absolute path; null: of every folder. */
          folder: z.string().min(1).max(4096).nullable(),
          cursor: z.string().max(AGENT_CURSOR_CHARS_MAX).nullable(),
        }),
      )
      .output(type<AgentSessionsPage>()),
  },
  catalog: {
    /** Looks when nobody has looked since the start, which may take some seconds; then it is kept. */
    list: oc.output(type<Catalog>()),
    /** Asks the login shell again, and looks again. */
    refresh: oc.output(type<Catalog>()),
    /**
     * Reads agents from JSON: the public registry of agents or one of its entries, the `agent_servers` of an editor's
     * settings, or one agent as it is saved here. Nothing is saved.
     */
    read: oc
      .errors({ REFUSED: { data: type<CatalogRefusal>() } })
      .input(z.object({ text: z.string().max(IMPORT_CHARS_MAX) }))
      .output(type<AgentImport>()),
  },
  usage: {
    /** What a session, and all below it, has used; also of one that is gone. */
    of: oc.input(z.object({ sessionId: SessionId })).output(type<SessionUsage>()),
    /** What these turns of a session have used; those of which nothing is known are left out. */
    turns: oc
      .input(z.object({ sessionId: SessionId, turns: z.array(TurnId).max(USED_TURNS_MAX) }))
      .output(type<readonly TurnUsed[]>()),
    /** The sums of all turns that were opened at or after `since` (epoch ms; null: of all there were), by group. */
    summary: oc
      .input(z.object({ by: z.enum(USAGE_GROUPS), since: z.number().int().nonnegative().nullable() }))
      .output(type<UsageSummary>()),
  },
  folders: {
    /** The folders inside a folder, for choosing one. `path` null means the person's home. */
    list: oc
      .errors({ REFUSED: { data: type<FolderRefusal>() } })
      .input(z.object({ path: z.string().max(4096).nullable() }))
      .output(type<FolderListing>()),
    /** Files and folders below a folder, for naming one in a prompt: what git does not ignore, or what is not hidden. */
    files: oc
      .errors({ REFUSED: { data: type<FolderRefusal>() } })
      .input(
        z.object({
          folder: z.string().max(4096),
          /** Of a path, as it was typed; empty for those nearest to the top. */
          query: z.string().max(256),
          limit: z.number().int().min(1).max(FILES_FOUND_MAX),
        }),
      )
      .output(type<FilesFound>()),
  },
  keybindings: {
    /** Changes the person's file, keeping their comments. Who watches the app learns what it says then. */
    change: oc
      .errors({ REFUSED: { data: type<KeybindingsRefusal>() } })
      .input(KeybindingsChange)
      .output(type<void>()),
  },
  secrets: {
    /** Values go in and never come out again; who watches the app learns that there is one. */
    set: oc
      .errors({ REFUSED: { data: type<SecretRefusal>() } })
      .input(SecretName.extend({ value: z.string().min(1).max(SECRET_CHARS_MAX) }))
      .output(type<void>()),
    forget: oc
      .errors({ REFUSED: { data: type<SecretRefusal>() } })
      .input(SecretName)
      .output(type<void>()),
  },
  permissions: {
    /** The rules that hold, newest first. */
    rules: oc.output(type<readonly RuleLine[]>()),
    /** It answers nothing more from now on; `restore` takes that back. */
    revoke: oc
      .errors({ REFUSED: { data: type<RuleRefusal>() } })
      .input(RuleRef)
      .output(type<void>()),
    restore: oc
      .errors({ REFUSED: { data: type<RuleRefusal>() } })
      .input(RuleRef)
      .output(type<void>()),
    /** `sessionId` null: of all sessions. `before`: the `next` of the page before; null for the newest. */
    decisions: oc
      .input(
        z.object({
          sessionId: SessionId.nullable(),
          before: z.number().int().nullable(),
          limit: z.number().int().min(1).max(PAGE_DECISIONS_MAX),
        }),
      )
      .output(type<DecisionsPage>()),
  },
  preferences: {
    /** Who watches the app learns what holds then. */
    change: oc
      .errors({ REFUSED: { data: type<PreferencesRefusal>() } })
      .input(PreferencesChange)
      .output(type<void>()),
  },
};
export type Contract = typeof contract;

export type About = {
  readonly version: string;
  readonly dataFolder: string;
  readonly homeFolder: string;
  /** `process.platform` of the host. */
  readonly platform: string;
};

export type AgentRefusal =
  | { readonly code: 'agent-built-in'; readonly agentId: AgentId }
  | { readonly code: 'agent-in-use'; readonly agentId: AgentId } // a turn of it is running
  | { readonly code: 'unknown-agent'; readonly agentId: AgentId }
  | { readonly code: 'disk-failing'; readonly message: string }; // nothing was changed

export type FolderRefusal = { readonly code: 'folder-unreadable'; readonly folder: string; readonly reason: string };

export type FolderListing = {
  /** Absolute, with links resolved. */
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly string[];
  /** There are more folders than are listed. */
  readonly truncated: boolean;
  /** It is the top of a git work tree. */
  readonly git: boolean;
};

/** Best first. */
export type FilesFound = {
  /** Relative to the folder, with `/` between names; folders end with one. */
  readonly files: readonly string[];
  /** There are files that were not looked at: the folder has too many. */
  readonly truncated: boolean;
};
