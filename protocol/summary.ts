import { type Activity, activityOf } from './activity.ts';
import type { Head, SessionKind } from './head.ts';
import type { AgentId, SessionId } from './ids.ts';

/** What a list, a tray and a notifier need of a session. */
export type Summary = {
  readonly id: SessionId;
  readonly kind: SessionKind;
  readonly agentId: AgentId;
  readonly folder: string;
  readonly title: string;
  readonly activity: Activity;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly deletedAt: number | null;
};

export const summaryOf = (head: Head): Summary => ({
  id: head.id,
  kind: head.kind,
  agentId: head.agentId,
  folder: head.folder,
  title: head.title.text,
  activity: activityOf(head),
  createdAt: head.createdAt,
  updatedAt: head.updatedAt,
  deletedAt: head.deletedAt,
});
