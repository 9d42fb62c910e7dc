import type { AgentId, SessionId, TurnId } from './ids.ts';
import type { Item } from './item.ts';
import type { PermissionRequest } from './permission.ts';
import type { Turn } from './turn.ts';

/** Everything about a session but its items. It does not grow with the transcript. */
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
  readonly plan: Plan | null;
  readonly usage: Usage | null;
  readonly queue: Queue;
};

export type SessionKind = 'main';

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
  readonly held: 'stopped' | 'failed' | 'interrupted' | null;
  /** The first prompt takes the place of the running turn, which is being stopped for it. */
  readonly steering: boolean;
};
/** The turn that it will open has its id already, so that sending it twice cannot run it twice. */
export type QueuedPrompt = { readonly id: TurnId; readonly text: string; readonly at: number };

export const EMPTY_QUEUE: Queue = { prompts: [], held: null, steering: false };

/** What the agent says of its context window, in tokens, and of the money spent, when it does. */
export type Usage = {
  readonly usedTokens: number;
  readonly sizeTokens: number;
  readonly cost: { readonly amount: number; readonly currency: string } | null;
};

/** The end of the active path, contiguous and in order. `atStart`: nothing lies before it. */
export type Window = { readonly items: readonly Item[]; readonly atStart: boolean };

/** What any follower of a session knows, and all that `reduce` needs. */
export type SessionState = { readonly head: Head; readonly window: Window };
