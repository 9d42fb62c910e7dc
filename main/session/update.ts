import type { PlanEntry, RateLimit } from '../../protocol/head.ts';
import type { Diff, Exit, Location, ToolKind, ToolStatus } from '../../protocol/item.ts';
import type { AgentOption } from '../../protocol/option.ts';
import type { Money } from '../../protocol/usage.ts';

/**
 * What an agent did, free of its protocol and of our ids. `agent/translate.ts` makes these, `session/attribution.ts`
 * finds the item each belongs to.
 */
export type AgentUpdate =
  /** `message` is the agent's own id of the message, null when it gives none. */
  | { readonly type: 'text'; readonly of: 'reply' | 'thought'; readonly message: string | null; readonly text: string }
  /** News of a tool call: the first mention of `call` makes it, whatever the agent called the message. */
  | { readonly type: 'tool'; readonly call: string; readonly change: ToolChange }
  /** Output of a terminal that the call shows. */
  | { readonly type: 'output'; readonly call: string; readonly terminal: string; readonly text: string }
  | { readonly type: 'exit'; readonly call: string; readonly terminal: string; readonly exit: Exit }
  | { readonly type: 'plan'; readonly entries: readonly PlanEntry[] }
  /** `cost`: the agent's own count for its session, growing; null when it says nothing of it this time. */
  | {
      readonly type: 'usage';
      readonly usage: { readonly usedTokens: number; readonly sizeTokens: number; readonly cost: Money | null };
    }
  /** What a sub-agent was told by others of its agent. */
  | { readonly type: 'told'; readonly text: string }
  | { readonly type: 'title'; readonly title: string }
  /** All that the agent now lets a person choose. */
  | { readonly type: 'options'; readonly options: readonly AgentOption[] }
  /** Its provider takes no requests until then, as far as it says. */
  | { readonly type: 'limit'; readonly limit: RateLimit }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly text: string };

/** What an agent repeats of an earlier conversation, in its order: a prompt begins a turn, all else belongs to it. */
export type Replayed = { readonly type: 'prompt'; readonly text: string } | AgentUpdate;

/** Absent fields stay as they are. `content` replaces all that the tool showed; terminals keep their output. */
export type ToolChange = {
  readonly title?: string;
  readonly tool?: ToolKind;
  readonly status?: ToolStatus;
  readonly input?: string;
  readonly locations?: readonly Location[];
  readonly content?: readonly ToolContent[];
};

export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | ({ readonly type: 'diff' } & Diff)
  | { readonly type: 'terminal'; readonly terminal: string; readonly command: string; readonly folder: string };
