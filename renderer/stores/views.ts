import { isDefinedError, safe } from '@orpc/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import { askPage, dropPage, type Followed, follow, positionOf, takePage, WAITING } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { SessionStreamItem } from '../../protocol/stream.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { collectPerFrame } from './frame.ts';
import { host, whileConnected } from './link.ts';
import { select, useWindow } from './window.ts';

/** Items that a view begins with: a few screens. */
const TAIL_ITEMS = 100;

/** Sessions whose last known state is kept when they are left, so that going back shows it at once. */
const LEFT_VIEWS_MAX = 10;

type Views = { readonly views: Readonly<Record<SessionId, Followed>> };

/** A copy of what the host told of each session that is shown. Nothing else writes session state. */
export const useViews = create<Views>()(() => ({ views: {} }));

type Known = Exclude<SessionStreamItem, { type: 'opened' }>;

const viewOf = (id: SessionId) => useViews.getState().views[id] ?? WAITING;
const setView = (id: SessionId, view: Followed) =>
  useViews.setState(({ views }) => (views[id] === view ? {} : { views: { ...views, [id]: view } }));

/** Follows the session while a component shows it. The last known state stays when it is left, and when the host is away. */
export function useView(id: SessionId): Followed {
  useEffect(() => startFollowing(id), [id]);
  return useViews((state) => state.views[id] ?? WAITING);
}

function startFollowing(id: SessionId): () => void {
  const stop = whileConnected(async (client, signal) => {
    setView(id, dropPage(viewOf(id)));
    let known = true;
    while (known && !signal.aborted) known = await followOnce(id, client, signal);
    if (!known) leave(id);
  });
  return () => {
    stop();
    forgetOldest(id);
  };
}

/** `left` is now the newest of those that were left. */
function forgetOldest(left: SessionId): void {
  useViews.setState(({ views }) => {
    const { [left]: view = WAITING, ...others } = views;
    const kept = Object.entries(others).slice(-(LEFT_VIEWS_MAX - 1));
    return { views: { ...Object.fromEntries(kept), [left]: dropPage(view) } };
  });
}

/** Follows until the stream ends; the host ends it to begin anew. False when it knows no such session. */
async function followOnce(id: SessionId, client: HostClient, signal: AbortSignal): Promise<boolean> {
  const from = positionOf(viewOf(id));
  const wanted = { sessionId: id, tail: TAIL_ITEMS, ...(from && { from }) };
  const { error, data: items } = await safe(client.sessions.follow(wanted, { signal }));
  if (isDefinedError(error)) return false;
  if (error) throw error;
  let stream = '';
  let incarnation = '';
  const take = collectPerFrame<Known>((batch) => {
    if (signal.aborted) return;
    setView(
      id,
      batch.reduce((view, item) => follow(view, incarnation, item), viewOf(id)),
    );
    const last = batch.at(-1);
    const seq = last?.type === 'batch' ? last.to : last?.seq;
    if (seq !== undefined) void client.streams.ack({ stream, seq }).catch(() => undefined); // the connection is gone
  });
  for await (const item of items) {
    if (item.type === 'opened') ({ stream, incarnation } = item);
    else take(item);
  }
  return true;
}

/** There is no such session any more: it was deleted for good. */
function leave(id: SessionId): void {
  if (useWindow.getState().selected === id) select(null);
}

/** Fetches the items before those that are shown. Does nothing when they are coming already or there are none. */
export async function loadOlder(id: SessionId): Promise<void> {
  const view = viewOf(id);
  const asked = askPage(view);
  const first = asked.kind === 'live' ? asked.state.window.items[0] : undefined;
  if (asked === view || !first) return;
  setView(id, asked);
  try {
    const page = await host().sessions.items({ sessionId: id, before: first.order, limit: PAGE_ITEMS_MAX / 2 });
    setView(id, takePage(viewOf(id), page));
  } catch (error) {
    setView(id, dropPage(viewOf(id)));
    throw error;
  }
}
