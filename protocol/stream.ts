import { z } from 'zod';
import type { Agent } from './agent.ts';
import type { Attention } from './attention.ts';
import type { SessionEvent } from './event.ts';
import type { SessionState } from './head.ts';
import type { AgentId, RuleId, SessionId } from './ids.ts';
import type { Item } from './item.ts';
import type { Keybindings } from './keybindings.ts';
import type { AgentOption } from './option.ts';
import type { Preferences } from './preferences.ts';
import type { Secrets } from './secret.ts';
import type { Summary } from './summary.ts';

/** Where a follower stands: which life of the stream, and the last event it has applied. */
export const Position = z.object({ incarnation: z.string().max(64), seq: z.number().int().nonnegative() });
export type Position = z.infer<typeof Position>;

/**
 * What a follower reads: `opened`, then a snapshot unless its position was still known, then batches. A batch carries
 * the meaning of events `from`…`to`, joined where that says the same; it is applied whole or not at all.
 */
export type StreamItem<Snapshot, Event> =
  | { readonly type: 'opened'; readonly stream: string; readonly incarnation: string }
  | ({ readonly type: 'snapshot'; readonly seq: number } & Snapshot)
  | Batch<Event>;

export type Batch<Event> = {
  readonly type: 'batch';
  readonly from: number;
  readonly to: number;
  readonly events: readonly Event[];
};

export type SessionStreamItem = StreamItem<{ readonly state: SessionState }, SessionEvent>;

/** Items of the active path, oldest first, true at `seq` on `path`. */
export type ItemsPage = {
  readonly incarnation: string;
  readonly seq: number;
  readonly path: number;
  readonly items: readonly Item[];
  /** Nothing lies before the first one. */
  readonly atStart: boolean;
  /** Nothing lies after the last one. */
  readonly atEnd: boolean;
};

/** What taking back a turn and all after it would take. */
export type RollbackPreview = {
  readonly turns: number;
  readonly items: number;
  /** The sessions that go with it, children before their parents. */
  readonly sessions: readonly Summary[];
};

/** What the sidebar, the tray and the notifier follow. */
export type AppState = {
  readonly agents: readonly Agent[];
  readonly disk: Disk;
  /** Folders that were worked in, newest first. */
  readonly recentFolders: readonly string[];
  /** What each agent lets a person choose, as it said when it was last used. */
  readonly offers: Readonly<Record<AgentId, readonly AgentOption[]>>;
  readonly keybindings: Keybindings;
  /** Agents that said, since the host was started, that they do not look at pictures. */
  readonly imageless: readonly AgentId[];
  readonly preferences: Preferences;
  readonly secrets: Secrets;
  /** The sessions that want a person, newest first; at most ATTENTION_MAX. */
  readonly attention: readonly Attention[];
  /** The rules that hold, oldest first. */
  readonly rules: readonly RuleId[];
};

/** `failing`: nothing is being read from agents until it can be written down. */
export type Disk = { readonly kind: 'fine' } | { readonly kind: 'failing'; readonly message: string };

export type AppEvent =
  | { readonly type: 'session-changed'; readonly summary: Summary }
  | { readonly type: 'session-purged'; readonly id: SessionId }
  | { readonly type: 'app-changed'; readonly app: AppState }
  | { readonly type: 'attention-changed'; readonly attention: readonly Attention[] }
  /** It has just happened, and nobody had that session before them. */
  | { readonly type: 'alerted'; readonly attention: Attention };

export type AppStreamItem = StreamItem<{ readonly app: AppState; readonly sessions: SessionsPage }, AppEvent>;

/** Sessions: pinned ones first, and last changed first among either. `next` continues the list; null at its end. */
export type SessionsPage = { readonly sessions: readonly Summary[]; readonly next: SessionsCursor | null };

/** `open`: what a person works with. `archived`: put away. `bin`: deleted, and not yet purged. */
export const SHELVES = ['open', 'archived', 'bin'] as const;
export type Shelf = (typeof SHELVES)[number];

export const SessionsCursor = z.object({ pinned: z.boolean(), updatedAt: z.number(), id: z.string() });
export type SessionsCursor = z.infer<typeof SessionsCursor>;
