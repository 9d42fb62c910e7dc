import { z } from 'zod';
import type { Activity } from './activity.ts';
import type { Asks } from './asks.ts';
import type { AgentId, SessionId } from './ids.ts';
import type { Summary } from './summary.ts';

/** The longest way from a root that is told; nobody spawns deeper, and rows that point in a circle would never end. */
export const PATH_STEPS_MAX = 64;

/** Sessions that want a person, as every window and the tray are told. Of more, those that need an answer come first. */
export const ATTENTION_MAX = 200;

/**
 * Why a session may want a person. `waiting`: it cannot go on without an answer. `limited`: its agent's provider takes
 * no requests for a while, after which it goes on by itself.
 */
export const ATTENTION_KINDS = ['waiting', 'failed', 'limited', 'finished'] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Of which kinds a person wants to be told while they look elsewhere. */
export const Alerts = z.object({
  waiting: z.boolean(),
  failed: z.boolean(),
  limited: z.boolean(),
  finished: z.boolean(),
});
export type Alerts = z.infer<typeof Alerts>;

/** A session that wants a person, as lists, the tray and notices name it. */
export type Attention = {
  readonly session: SessionId;
  /** The sessions above it, the root of its tree first. */
  readonly path: readonly Step[];
  /** The session that it belongs to; null for a main session. */
  readonly parent: SessionId | null;
  /** It is an aside, which is shown beside its parent. */
  readonly aside: boolean;
  readonly kind: AttentionKind;
  readonly agentId: AgentId;
  readonly title: string;
  /** What it waits to be told; null unless it is `waiting`. */
  readonly asks: Asks | null;
  /** Epoch ms at which it asked, or its session last changed. */
  readonly at: number;
};

/** A session on the way to another one. */
export type Step = { readonly session: SessionId; readonly title: string };

export const attentionFor = (summary: Summary, kind: AttentionKind, path: readonly Step[]): Attention => ({
  session: summary.id,
  path,
  parent: summary.parent,
  aside: summary.kind === 'side',
  kind,
  agentId: summary.agentId,
  title: summary.title,
  asks: kind === 'waiting' ? summary.asks : null,
  at: (kind === 'waiting' ? summary.asks?.since : undefined) ?? summary.updatedAt,
});

/**
 * Why a session wants a person now; null: for nothing. Its end does so only until somebody has seen it, and that of a
 * child only when it failed.
 */
export function wantOf({ activity, kind, unread, archivedAt, deletedAt }: Summary): AttentionKind | null {
  if (archivedAt !== null || deletedAt !== null) return null;
  switch (activity.kind) {
    case 'asking':
      return 'waiting';
    case 'rate-limited':
      return 'limited';
    case 'failed':
      return unread ? 'failed' : null;
    case 'finished':
      return unread && kind === 'main' ? 'finished' : null;
    default:
      return null;
  }
}

const BUSY: ReadonlySet<Activity['kind']> = new Set([
  ...(['queued', 'starting', 'waiting', 'running', 'awaiting', 'rate-limited', 'asking'] as const),
]);

/** Whether an agent is at work in it, or about to be. One that is being stopped is not: its end surprises nobody. */
export const isBusy = (activity: Activity): boolean => BUSY.has(activity.kind);

/**
 * What has just happened that a person may want to be told of. `before`: what the session did until now; null when it
 * did nothing. A child's end is its parent's business, unless it failed.
 */
export function happened(before: Activity | null, after: Summary): AttentionKind | null {
  const { activity, kind } = after;
  if (activity.kind === before?.kind) return null;
  if (activity.kind === 'asking') return 'waiting';
  if (activity.kind === 'rate-limited') return 'limited';
  if (before === null || !isBusy(before)) return null;
  if (activity.kind === 'failed') return 'failed';
  return activity.kind === 'finished' && kind === 'main' ? 'finished' : null;
}

/** What cannot go on or has gone wrong first, then what is merely new; among equals what has waited longest. */
export const byNeed = (attention: readonly Attention[]): readonly Attention[] =>
  attention.toSorted((one, other) => NEED.indexOf(one.kind) - NEED.indexOf(other.kind) || one.at - other.at);

const NEED: readonly AttentionKind[] = ['waiting', 'failed', 'finished', 'limited'];

/**
 * What waits below a session, the oldest first: it is answered there as well as in the session that asks. Asides stand
 * beside their session, and belong to nobody above it.
 */
export const asksBelow = (attention: readonly Attention[], above: SessionId): readonly Attention[] =>
  attention
    .filter((one) => one.kind === 'waiting' && !one.aside && one.path.some(({ session }) => session === above))
    .toSorted((one, other) => one.at - other.at || (one.session < other.session ? -1 : 1));

/** Whether a person has to do something about it. */
export const isNeed = ({ kind }: Attention): boolean => kind === 'waiting' || kind === 'failed';
