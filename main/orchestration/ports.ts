import type { Agent } from '../../protocol/agent.ts';
import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentId, ItemId, SessionId, TurnId } from '../../protocol/ids.ts';
import type { AgentOption } from '../../protocol/option.ts';
import type { Result } from '../../protocol/result.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Worktree, WorktreeRefusal } from '../../protocol/worktree.ts';
import type { Wait } from '../agent/waits.ts';
import type { Clock } from '../clock.ts';
import type { Places } from '../session/ports.ts';

/** What tools may do and know of the sessions here. What a caller may reach of it is the tools' own affair. */
export type TreePorts = {
  readonly clock: Clock;
  newUlid(): string;
  dispatch(command: Command): Result<unknown, Refusal>;
  head(id: SessionId): Head | undefined;
  /** All sessions of the tree that one stands in, in the order of the tree. */
  tree(id: SessionId): readonly Summary[];
  /** The last thing that an agent said in its last turn, the end of it if it is long; empty when it said nothing. */
  lastReply(head: Head, charsMax: number): string;
  /** A stretch of what was said, as plain text that ends before an order; `before` null: at the end. */
  said(head: Head, before: number | null, charsMax: number): Stretch;
  /** The tool card that shows a call of this tool: by the agent's own id of the call, else one without a child yet. */
  cardOf(session: SessionId, callId: string | undefined, tool: string): ItemId | null;
  /** Whether a person mentions the other session in a prompt of this one. */
  mentions(session: SessionId, other: SessionId): boolean;
  agents(): readonly Agent[];
  /** What an agent let a person choose when it was last used. */
  offersOf(agent: AgentId): readonly AgentOption[];
  /** The running turn lets others have its slot while it waits; undefined when it does not run. */
  awaiting(turn: TurnId, children: readonly SessionId[]): Wait | undefined;
  /** Asks the person, in the caller's running turn; false: no, or nobody can be asked now. */
  confirm(session: SessionId, question: Confirmation, signal: AbortSignal): Promise<boolean>;
  /** Tells, until taken back, that a session has changed or is gone. */
  listen(changed: () => void): () => void;
  readonly places: Places;
  readonly worktrees: Worktrees;
};

/** `before`: where the stretch before it ends; null when this is the beginning. */
export type Stretch = { readonly text: string; readonly before: number | null };

/** `detail`: what exactly is asked for, as the tool card shows it. */
export type Confirmation = { readonly title: string; readonly detail: Readonly<Record<string, unknown>> };

export type Worktrees = {
  add(folder: string, name: string, signal: AbortSignal): Promise<Result<Worktree, WorktreeRefusal>>;
  /** Takes one away that nobody has worked in. */
  remove(worktree: Worktree): Promise<unknown>;
};
