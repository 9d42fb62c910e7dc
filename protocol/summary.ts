import { type Activity, activityOf, isBusy } from './activity.ts';
import { type Asks, asksOf } from './asks.ts';
import type { Budget } from './budget.ts';
import type { Head, Lines, SessionKind } from './head.ts';
import type { AgentId, SessionId } from './ids.ts';
import type { PermissionPolicy } from './permission.ts';
import type { Progress } from './progress.ts';
import type { Relationship } from './relationship.ts';
import type { Money } from './usage.ts';

/** What a list, a tray and a notifier need of a session. */
export type Summary = {
  readonly id: SessionId;
  readonly kind: SessionKind;
  /** The session that it belongs to; null for a main session. */
  readonly parent: SessionId | null;
  /** What kind of child its parent's agent calls it, and whether that goes on meanwhile. */
  readonly type: string | null;
  readonly background: boolean;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly title: string;
  readonly activity: Activity;
  /** It, or something below it, does something now: also below one whose own turn has failed. */
  readonly busy: boolean;
  /** It was asked something at least once. */
  readonly begun: boolean;
  /** What its work comes to, cut to {@link SUMMARY_LINE_CHARS_MAX}, and how far it is, as its agent says. */
  readonly summary: string;
  readonly progress: Progress | null;
  /** What all of its own turns took, as far as that is known. */
  readonly tokens: number | null;
  readonly cost: readonly Money[];
  /** What the tree that begins here may take; null where nothing was said of it. */
  readonly budget: Budget | null;
  /** Of the work tree that was made for it. */
  readonly branch: string | null;
  /** Null: nothing. */
  readonly asks: Asks | null;
  readonly policy: PermissionPolicy;
  readonly unread: boolean;
  readonly lines: Lines;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly pinnedAt: number | null;
  readonly archivedAt: number | null;
  readonly deletedAt: number | null;
};

/** What a card and a row have room for. */
const SUMMARY_LINE_CHARS_MAX = 280;

export const summaryOf = (head: Head): Summary => ({
  id: head.id,
  kind: head.kind,
  parent: head.relationship?.parent ?? null,
  ...asChild(head.relationship),
  agentId: head.agentId,
  folder: head.folder,
  title: head.title.text,
  activity: activityOf(head),
  busy: isBusy(head),
  begun: head.turn !== null,
  summary: head.summary.slice(0, SUMMARY_LINE_CHARS_MAX),
  progress: head.progress,
  tokens: head.spent.tokens.total,
  cost: head.spent.cost,
  budget: head.budget,
  branch: head.worktree?.branch ?? null,
  asks: asksOf(head),
  policy: head.policy,
  unread: head.unread,
  lines: head.lines,
  createdAt: head.createdAt,
  updatedAt: head.updatedAt,
  pinnedAt: head.pinnedAt,
  archivedAt: head.archivedAt,
  deletedAt: head.deletedAt,
});

function asChild(relationship: Relationship | null): Pick<Summary, 'type' | 'background'> {
  if (relationship?.kind !== 'subagent') return { type: null, background: false };
  return { type: relationship.type, background: relationship.background ?? false };
}

/** Whether it stands in lists, navigation and search; the others are reached through their parent. */
export const isListed = (summary: Pick<Summary, 'kind'>): boolean => summary.kind === 'main';
