import type { Prompted } from './attachment.ts';
import type { Budget } from './budget.ts';
import type { FormRequest } from './form.ts';
import type { AgentId, RollbackId, SessionId, TurnId } from './ids.ts';
import type { Item } from './item.ts';
import type { Native } from './native.ts';
import type { AgentOption } from './option.ts';
import type { Origin } from './origin.ts';
import type { PermissionPolicy, PermissionRequest } from './permission.ts';
import type { Progress } from './progress.ts';
import type { Child, Relationship } from './relationship.ts';
import type { AgentCommand } from './slash.ts';
import type { Turn } from './turn.ts';
import type { UsageSum } from './usage.ts';
import type { Worktree } from './worktree.ts';

/** Everything about a session but its items. It does not grow with the transcript, only with branches and children. */
export type Head = {
  readonly id: SessionId;
  readonly kind: SessionKind;
  readonly agentId: AgentId;
  /** Absolute path of the working folder, as it was chosen. */
  readonly folder: string;
  readonly title: Title;
  readonly createdAt: number;
  /** When a person or an agent last began or ended something; streaming does not count. */
  readonly updatedAt: number;
  /** Set while the session waits in the bin, from which it can be taken back. */
  readonly deletedAt: number | null;
  /** Items on the active path. */
  readonly itemCount: number;
  /** Changes whenever the active path does: pages of an older path do not fit. */
  readonly path: number;
  /** The last turn, running or over; null before the first prompt. */
  readonly turn: Turn | null;
  readonly requests: readonly PermissionRequest[];
  readonly forms: readonly FormRequest[];
  readonly plan: Plan | null;
  /** Null until the agent speaks of it. */
  readonly context: ContextUse | null;
  /** What all turns have used, on whatever branch, also those that were taken back. */
  readonly spent: UsageSum;
  readonly queue: Queue;
  /** How it belongs to another session; null for a main session. */
  readonly relationship: Relationship | null;
  /** The sessions that turns of the active path have spawned, in that order. */
  readonly children: readonly Child[];
  /** Where the active path has siblings, by index. */
  readonly forks: readonly Fork[];
  /** Set while turns are being taken back: nothing is begun meanwhile. */
  readonly rollback: Rollback | null;
  /** What was taken back and can still be had again, oldest first. */
  readonly undoable: readonly Undoable[];
  /** What the agent lets a person choose, as it last said. */
  readonly options: readonly AgentOption[];
  /** What it understands behind a `/`, as it last said. */
  readonly commands: readonly AgentCommand[];
  readonly policy: PermissionPolicy;
  /** The policy is whatever the parent's is, and changes with it. */
  readonly policyInherited: boolean;
  /** Set while the agent waits for its provider to take requests again, and after a turn that failed for it. */
  readonly limit: RateLimit | null;
  /** The children that the running turn waits for. */
  readonly awaiting: readonly SessionId[];
  /** The children that do something now, or whose own children do. */
  readonly busyBelow: readonly SessionId[];
  /** What the tree below may take; null for what is not the root of one. */
  readonly budget: Budget | null;
  /** What the agent says that its work comes to, in its own words; empty until it says so. */
  readonly summary: string;
  /** How far the running turn is, as its agent last said. */
  readonly progress: Progress | null;
  /** What its tools have changed in files, as far as they say so, on whatever branch, also what was taken back. */
  readonly lines: Lines;
  /** The git work tree that was made for it; null: it works in a folder that was there before. */
  readonly worktree: Worktree | null;
  readonly pinnedAt: number | null;
  readonly archivedAt: number | null;
  /** A turn ended, or a question came, that nobody has looked at. */
  readonly unread: boolean;
  /** Where its conversation was begun; absent: here. */
  readonly origin?: Origin;
  /** Absent: Skein prompts its agent. */
  readonly native?: Native;
};

/** `child`: spawned by a turn of another session. `side`: an aside that is never stored. Both stay out of lists. */
export type SessionKind = 'main' | 'child' | 'side';

/**
 * The turns that follow the same turn, oldest first; one of them is on the active path, or none where the path ends
 * before them.
 */
export type Fork = { readonly index: number; readonly turns: readonly TurnId[] };

/** Turns from this one on are being taken back, here or in a parent of this session. */
export type Rollback = { readonly id: RollbackId; readonly turn: TurnId | null };

export type Undoable = {
  readonly id: RollbackId;
  readonly kind: 'rolled-back' | 'cleared';
  readonly at: number;
  /** The first turn that went and the last one of the path that was active then. */
  readonly first: TurnId;
  readonly last: TurnId;
  readonly turns: number;
  readonly sessions: number;
};

/** `until`: epoch ms, null when nobody said. */
export type RateLimit = { readonly until: number | null };

/** Lines of files. */
export type Lines = { readonly added: number; readonly removed: number };

export const NO_LINES: Lines = { added: 0, removed: 0 };

/** `provisional`: cut from the first prompt until somebody finds a better one. */
export type Title = { readonly text: string; readonly by: 'provisional' | 'agent' | 'person' };

export type Plan = { readonly turn: TurnId; readonly entries: readonly PlanEntry[] };
export type PlanEntry = {
  readonly text: string;
  readonly status: 'pending' | 'running' | 'done';
  readonly priority: 'high' | 'medium' | 'low';
};

/** Prompts that wait for the running turn to end, first one next. */
export type Queue = {
  readonly prompts: readonly QueuedPrompt[];
  /** Why nothing is taken from the queue until a person releases it; null: nothing holds it. */
  readonly held: 'stopped' | 'failed' | 'interrupted' | 'over-budget' | null;
  /** The first prompt takes the place of the running turn, which is being stopped for it. */
  readonly steering: boolean;
};
/** The turn that it will open has its id already, so that sending it twice cannot run it twice. */
export type QueuedPrompt = Prompted & { readonly id: TurnId; readonly at: number };

export const EMPTY_QUEUE: Queue = { prompts: [], held: null, steering: false };

/** How full the agent says its context window is, in tokens. It falls when the agent compacts the conversation. */
export type ContextUse = { readonly usedTokens: number; readonly sizeTokens: number };

/** The end of the active path, contiguous and in order. `atStart`: nothing lies before it. */
export type Window = { readonly items: readonly Item[]; readonly atStart: boolean };

/** What any follower of a session knows, and all that `reduce` needs. */
export type SessionState = { readonly head: Head; readonly window: Window };
