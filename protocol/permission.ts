import { z } from 'zod';
import { type AgentId, type ItemId, type RequestId, RuleId, type SessionId, type TurnId } from './ids.ts';
import type { ToolKind } from './item.ts';
import type { RULES_MAX } from './limits.ts';

/** A question of an agent that a person must answer before it goes on. */
export type PermissionRequest = {
  readonly id: RequestId;
  readonly turn: TurnId;
  /** The tool it is about; its card holds the diff, where there is one. */
  readonly item: ItemId;
  readonly title: string;
  /** The whole command, never cut; null when it is not about a command. */
  readonly command: string | null;
  readonly folder: string;
  readonly options: readonly PermissionOption[];
  /** What a rule made of the answer would cover. Absent: none can be made of it. */
  readonly scope?: RuleScope;
  readonly at: number;
};

/**
 * What is allowed without a question, from the strictest on. `reads`: reading and searching in the session's folder.
 * `edits`: editing there as well. `all`: everything, everywhere, once each.
 */
export const POLICIES = ['ask', 'reads', 'edits', 'all'] as const;
export type PermissionPolicy = (typeof POLICIES)[number];

/** Whichever asks more. */
export const stricterOf = (one: PermissionPolicy, other: PermissionPolicy): PermissionPolicy =>
  POLICIES.indexOf(one) < POLICIES.indexOf(other) ? one : other;

export type PermissionOption = {
  readonly id: string;
  readonly kind: 'allow-once' | 'allow-always' | 'reject-once' | 'reject-always';
  readonly name: string;
};

/** `cancelled`: the turn was stopped or ended before anybody answered. */
export type PermissionAnswer =
  | { readonly kind: 'selected'; readonly optionId: string }
  | { readonly kind: 'cancelled' };

/** How a call is called of which its agent says neither title nor command: too little for a rule. */
export const UNTITLED_CALL = 'Tool';

/** What a rule allows: this very command line, a kind of tool, or a tool of this very title. */
export type RuleSubject =
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'tool'; readonly tool: ToolKind }
  | { readonly kind: 'title'; readonly title: string };

/** `folder`: with links resolved. A command is run in it; a kind of tool touches nothing outside it. */
export type RuleScope = { readonly folder: string; readonly subject: RuleSubject };

/** What a person allowed for good, for one agent. */
export type Rule = RuleScope & {
  readonly id: RuleId;
  readonly agentId: AgentId;
  readonly madeAt: number;
  /** Where it was made. */
  readonly session: SessionId;
};

/** A rule as the settings list it. Titles are null for a session that is gone for good. */
export type RuleLine = Rule & {
  readonly sessionTitle: string | null;
  readonly uses: number;
  readonly usedAt: number | null;
};

/** `always`: by a rule that was made then, or by the agent itself. `cancelled`: nobody decided. */
export type Verdict = 'once' | 'always' | 'rejected' | 'cancelled';

/** Who decided. `window`: the one that the person sat at, as it calls itself; null when it did not say. */
export type DecidedBy =
  | { readonly kind: 'person'; readonly window: string | null }
  | { readonly kind: 'policy'; readonly policy: PermissionPolicy }
  | { readonly kind: 'rule'; readonly rule: RuleId }
  /** It is a tool of Skein's, which asks by itself where it would do more than the session may. */
  | { readonly kind: 'own-tool' }
  | { readonly kind: 'stop' }
  /** It took its question back. */
  | { readonly kind: 'agent' }
  | { readonly kind: 'turn-ended' }
  | { readonly kind: 'host-ended' };

/** What became of a question, as the card of its tool shows it. */
export type Decided = {
  readonly verdict: Verdict;
  readonly by: DecidedBy;
  /** The rule that was made of it. */
  readonly made?: RuleId;
  readonly at: number;
};

export type Decision = Decided & {
  readonly request: RequestId;
  readonly turn: TurnId;
  readonly item: ItemId;
  readonly title: string;
  readonly command: string | null;
};

/** A decision as the log lists it. `seq`: its place, newer ones are greater. */
export type DecisionLine = Decision & {
  readonly seq: number;
  readonly session: SessionId;
  readonly sessionTitle: string;
  readonly agentId: AgentId;
};

/** Newest first. `next`: where older ones go on, null at the end. */
export type DecisionsPage = { readonly decisions: readonly DecisionLine[]; readonly next: number | null };

export const RuleRef = z.object({ id: RuleId });
export type RuleRef = z.infer<typeof RuleRef>;

export type RuleRefusal =
  | { readonly code: 'unknown-rule' } // it was revoked already, or can be had back no longer
  | { readonly code: 'too-many-rules'; readonly maxRules: typeof RULES_MAX }
  | { readonly code: 'disk-failing'; readonly message: string }; // nothing was changed
