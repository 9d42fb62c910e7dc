import type { Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import type { RollbackId, SessionId, TurnId } from '../../protocol/ids.ts';
import { PAGE_CHARS_MAX } from '../../protocol/limits.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { ItemsPage, RollbackPreview } from '../../protocol/stream.ts';
import { type Summary, summaryOf } from '../../protocol/summary.ts';
import type { Timeline } from '../../protocol/timeline.ts';
import { treeAround } from '../../protocol/tree.ts';
import { descendantsOf, lineOf } from './lineage.ts';
import type { SessionStore } from './ports.ts';
import { doomedBy } from './rollback.ts';

export type PageWanted = {
  readonly sessionId: SessionId;
  /** The order that the page ends before, or begins after. */
  readonly from: { readonly before: number } | { readonly after: number };
  readonly limit: number;
};

export function pageOf(
  store: SessionStore,
  { sessionId, from, limit }: PageWanted,
): Pick<ItemsPage, 'items' | 'atStart' | 'atEnd'> {
  if ('after' in from) return store.itemsAfter(sessionId, from.after, limit, PAGE_CHARS_MAX);
  const page = store.itemsBefore(sessionId, from.before, limit, PAGE_CHARS_MAX);
  const last = page.items.at(-1)?.order ?? from.before - 1;
  return { ...page, atEnd: store.itemsAfter(sessionId, last, 1, 1).items.length === 0 };
}

/** All sessions of the tree that one stands in, in the order of the tree. None when it is gone, or lies in the bin. */
export function treeOf(store: SessionStore, id: SessionId): readonly Summary[] {
  const root = lineOf(store, id).at(-1);
  const family = root ? [root, ...descendantsOf(store, root.id, 'parents-first')] : [];
  const known = new Map(family.map((head) => [head.id, summaryOf(head)] as const));
  const order = root ? (treeAround(root.id, known)?.order ?? []) : [];
  return order.flatMap((place) => known.get(place.id) ?? []);
}

/** When the turns of the tree that a session is in ran; what lies in the bin is left out. */
export function timelineOf(store: SessionStore, id: SessionId): Timeline {
  return store.timeline(treeOf(store, id).map((summary) => summary.id));
}

/** What rolling back from this turn on, or clearing for null, would take, or why it would be refused. */
export function previewOf(
  store: SessionStore,
  head: Head,
  turnId: TurnId | null,
  rollbackId: RollbackId,
): Result<RollbackPreview, Refusal> {
  const asked = { sessionId: head.id, rollbackId };
  const gone = doomedBy(head, turnId ? { type: 'rollback', turnId, ...asked } : { type: 'clear', ...asked }, store);
  if (!gone.ok) return gone;
  const { turns, sessions } = gone.value;
  return ok({ turns: turns.length, items: store.itemCount(head.id, turns), sessions: sessions.map(summaryOf) });
}
