import type { Summary } from '../../protocol/summary.ts';

const NEEDING: ReadonlySet<Summary['activity']['kind']> = new Set(['asking', 'failed', 'rate-limited', 'interrupted']);

/** Whether a person should look at it: it asks, it failed, it is held up, or it was cut off. */
export const needsPerson = ({ activity, archivedAt }: Pick<Summary, 'activity' | 'archivedAt'>): boolean =>
  archivedAt === null && NEEDING.has(activity.kind);

const RESTING: ReadonlySet<Summary['activity']['kind']> = new Set([
  ...(['idle', 'finished', 'stopped', 'stopping', 'interrupted', 'failed'] as const),
]);

/** Whether a turn of it may run, or stand in a line. */
export const isStoppable = (summary: Pick<Summary, 'activity'> | undefined): boolean =>
  summary !== undefined && !RESTING.has(summary.activity.kind);
