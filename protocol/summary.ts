import { type Activity, activityOf } from './activity.ts';
import type { Head, SessionKind } from './head.ts';
import type { AgentId, SessionId } from './ids.ts';

/** What a list, a tray and a notifier need of a session. */
export type Summary = {
  readonly id: SessionId;
  readonly kind: SessionKind;
  /** The session that it belongs to; null for a main session. */
  readonly parent: SessionId | null;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly title: string;
  readonly activity: Activity;
  readonly unread: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly pinnedAt: number | null;
  readonly archivedAt: number | null;
  readonly deletedAt: number | null;
};

export const summaryOf = (head: Head): Summary => ({
  id: head.id,
  kind: head.kind,
  parent: head.relationship?.parent ?? null,
  agentId: head.agentId,
  folder: head.folder,
  title: head.title.text,
  activity: activityOf(head),
  unread: head.unread,
  createdAt: head.createdAt,
  updatedAt: head.updatedAt,
  pinnedAt: head.pinnedAt,
  archivedAt: head.archivedAt,
  deletedAt: head.deletedAt,
});

/** Whether it stands in lists, navigation and search; the others are reached through their parent. */
export const isListed = (summary: Pick<Summary, 'kind'>): boolean => summary.kind === 'main';
