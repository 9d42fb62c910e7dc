import { isDefinedError, safe } from '@orpc/client';
import { useEffect } from 'react';
import { create } from 'zustand';
import {
  askPage,
  dropPage,
  type Followed,
  follow,
  type PageWanted,
  positionOf,
  setAbove,
  takePage,
  toEnd,
  WAITING,
} from '../../protocol/follow.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { SessionStreamItem } from '../../protocol/stream.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { collectPerFrame } from './frame.ts';
import { host, whileConnected } from './link.ts';
import { select, useWindow } from './window.ts';

/** Items that a view begins with: a few screens. */
const TAIL_ITEMS = 100;

/** Sessions whose last known end is kept when they are left, so that going back shows it at once. */
const LEFT_VIEWS_MAX = 10;

type Views = {
  readonly views: Readonly<Record<SessionId, Followed>>;
  /** Those that the host could not tell, for a reason of its own. */
  readonly failed: ReadonlySet<SessionId>;
};

/** A copy of what the host told of each session that is shown. Nothing else writes session state. */
export const useViews = create<Views>()(() => ({ views: {}, failed: new Set() }));

type Known = Exclude<SessionStreamItem, { type: 'opened' }>;

const viewOf = (id: SessionId) => useViews.getState().views[id] ?? WAITING;
const setView = (id: SessionId, view: Followed) =>
  useViews.setState(({ views }) => (views[id] === view ? {} : { views: { ...views, [id]: view } }));

/** What a view knows of its session; null before it has been told. */
export const headOf = (view: Followed | undefined): Head | null =>
  view && view.kind !== 'waiting' ? view.state.head : null;

/** Follows the session while a component shows it. The last known state stays when it is left, and when the host is away. */
export function useView(id: SessionId): Followed {
  useEffect(() => startFollowing(id), [id]);
  return useViews((state) => state.views[id] ?? WAITING);
}

/** Whether the host could not tell of the session. What was known of it before stays. */
export const useFailed = (id: SessionId): boolean => useViews(({ failed }) => failed.has(id));

/** Asks again for a session that could not be told. */
export function followAgain(id: SessionId): void {
  const known = following.get(id);
  if (!known) return;
  known.stop();
  known.stop = startStream(id);
}

function setFailed(id: SessionId, has: boolean): void {
  useViews.setState(({ failed }) => {
    if (failed.has(id) === has) return {};
    const others = [...failed].filter((one) => one !== id);
    return { failed: new Set(has ? [...others, id] : others) };
  });
}

type Following = { readers: number; stop(): void };
/** By whom sessions are followed, and how that is ended. */
const following = new Map<SessionId, Following>();

/** Several parts of the window may show the same session: it is followed once, until the last one leaves it. */
export function startFollowing(id: SessionId): () => void {
  const known = following.get(id) ?? { readers: 0, stop: startStream(id) };
  known.readers += 1;
  following.set(id, known);
  return () => {
    known.readers -= 1;
    if (known.readers > 0) return;
    following.delete(id);
    known.stop();
  };
}

function startStream(id: SessionId): () => void {
  const stop = whileConnected(async (client, signal) => {
    setView(id, dropPage(viewOf(id)));
    setFailed(id, false);
    try {
      let known = true;
      while (known && !signal.aborted) known = await followOnce(id, client, signal);
      if (!known) leave(id);
    } catch (error) {
      if (signal.aborted) return;
      setFailed(id, true);
      reportError(error);
    }
  });
  return () => {
    stop();
    forgetOldest(id);
  };
}

/** `left` is now the newest of those that were left; what is shown beside them stays. */
function forgetOldest(left: SessionId): void {
  useViews.setState(({ views }) => {
    const { [left]: view = WAITING, ...others } = views;
    const ids = Object.keys(others) as SessionId[];
    const [shown, away] = [ids.filter((one) => following.has(one)), ids.filter((one) => !following.has(one))];
    const kept = [...away.slice(-(LEFT_VIEWS_MAX - 1)), ...shown];
    return { views: { ...Object.fromEntries(kept.map((one) => [one, others[one] ?? WAITING])), [left]: toEnd(view) } };
  });
}

/** Follows until the stream ends; the host ends it to begin anew. False when it knows no such session. */
async function followOnce(id: SessionId, client: HostClient, signal: AbortSignal): Promise<boolean> {
  const from = positionOf(viewOf(id));
  // What is shown was chosen where it stands, in its parent when it stands in no list.
  const wanted = { sessionId: id, tail: TAIL_ITEMS, hidden: true, ...(from && { from }) };
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

/**
 * Fetches items beside those that are shown, or others instead. Nothing happens when there are none, or when they are
 * coming already. False when there was no answer.
 */
export async function loadPage(id: SessionId, wanted: PageWanted): Promise<boolean> {
  const view = viewOf(id);
  const asked = askPage(view, wanted);
  setView(id, asked);
  const paging = asked.kind === 'live' ? asked.paging : null;
  if (asked === view || !paging) return true;
  const { from } = paging;
  try {
    const page = await host().sessions.items({ sessionId: id, from, limit: PAGE_ITEMS_MAX });
    await nextFrame();
    setView(id, takePage(viewOf(id), from, page));
    return true;
  } catch {
    // The connection is gone, or the session; the stream says which, and a reader who scrolls on asks again.
    setView(id, dropPage(viewOf(id)));
    return false;
  }
}

/**
 * A list takes rows before its first one without a flicker only while it knows where it is: not between having corrected
 * its place and hearing of it, which is what a frame begins with.
 */
const nextFrame = () => new Promise<void>((resolve) => atFrame(resolve));
const atFrame = collectPerFrame<() => void>((waiting) => {
  for (const go of waiting) go();
});

/** Whether the reader has left the end: then nothing that comes there may take anything from under them. */
export const readAbove = (id: SessionId, above: boolean) => setView(id, setAbove(viewOf(id), above));

/** Shows the end again, wherever the reader was. */
export const showEnd = (id: SessionId) => setView(id, toEnd(viewOf(id)));
