import type { SessionId, TurnId } from './ids.ts';
import type { Outcome } from './turn.ts';

/** What a turn waits for while it does not work. */
export type WaitCause =
  /** A place in the line for its agent and folder, or a program to run in. */
  | { readonly kind: 'line' }
  | { readonly kind: 'person' }
  | { readonly kind: 'children'; readonly children: readonly SessionId[] };

/** Times are epoch ms; `endedAt` null: it waits still, or nobody saw the end of it. */
export type TurnWait = { readonly at: number; readonly endedAt: number | null; readonly cause: WaitCause };

/** When a turn of a session ran. What is not one of its waits was work. */
export type TimelineTurn = {
  readonly session: SessionId;
  readonly turn: TurnId;
  /** Epoch ms at which its prompt was recorded. */
  readonly at: number;
  /** Null while it has not ended. */
  readonly endedAt: number | null;
  readonly outcome: Outcome['kind'] | null;
  /** In order; without those from before they were noted. */
  readonly waits: readonly TurnWait[];
};

/** The turns of all sessions of a tree, on whatever branch but those that were taken back. */
export type Timeline = {
  /** By when they were opened: the newest {@link TIMELINE_TURNS_MAX}. */
  readonly turns: readonly TimelineTurn[];
  /** There are older ones. */
  readonly more: boolean;
};
