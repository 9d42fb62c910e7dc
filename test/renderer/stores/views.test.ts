import { beforeEach, expect, test, vi } from 'vitest';
import type { SessionId } from '../../../protocol/ids.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { emptyHead } from '../../support/history.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { followAgain, startFollowing, useViews } = await import('../../../renderer/stores/views.ts');

/** The streams that were opened, and whether each still runs. */
const streams: { readonly id: SessionId; readonly signal: AbortSignal }[] = [];
const running = () => streams.filter(({ signal }) => !signal.aborted).map(({ id }) => id);

async function follow({ sessionId }: { sessionId: SessionId }, { signal }: { signal: AbortSignal }) {
  streams.push({ id: sessionId, signal });
  return (async function* () {
    yield* [];
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  })();
}

beforeEach(() => {
  streams.length = 0;
  useViews.setState({ views: {} });
  const client = { sessions: { follow } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
});

const shown = (n: number) => {
  const id = sessionIdNumber(n);
  const state = { head: { ...emptyHead, id }, window: { items: [], atStart: true } };
  useViews.setState(({ views }) => ({ views: { ...views, [id]: { kind: 'stale', state, reading: null } } }));
  return startFollowing(id);
};

test('[S5.7] a session that several parts of a window show is followed once, until the last of them leaves it', () => {
  const [one, other] = [sessionIdNumber(1), sessionIdNumber(2)];
  const leave = [startFollowing(one), startFollowing(one), startFollowing(other)];
  expect(running()).toEqual([one, other]);
  leave[0]?.();
  expect(running()).toEqual([one, other]);
  leave[1]?.();
  expect(running()).toEqual([other]);
  const again = startFollowing(one);
  expect(running()).toEqual([other, one]);
  for (const left of [leave[2], again]) left?.();
  expect(running()).toEqual([]);
});

test('[S5.7] what is shown is never forgotten, however many sessions were looked at beside it; of those only the last', () => {
  const leave = shown(1);
  for (let n = 2; n <= 30; n += 1) shown(n)();
  const views = Object.keys(useViews.getState().views);
  expect(views).toContain(sessionIdNumber(1));
  expect(views).toHaveLength(11);
  expect(views.at(-1)).toBe(sessionIdNumber(30));
  leave();
});

test('[W85] a session that the host cannot tell of says so, and is asked for again when that is wanted', async () => {
  const id = sessionIdNumber(99);
  const reported = vi.fn();
  vi.stubGlobal('reportError', reported);
  const client = { sessions: { follow: () => Promise.reject(new Error('It broke')) } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
  const leave = startFollowing(id);
  await vi.waitFor(() => expect(useViews.getState().failed.has(id)).toBe(true));
  expect(reported).toHaveBeenCalledOnce();

  useLink.setState(
    { kind: 'open', client: { sessions: { follow } } as unknown as HostClient, closed: new AbortController().signal },
    true,
  );
  expect(useViews.getState().failed.has(id)).toBe(false);
  streams.length = 0;
  followAgain(id);
  expect(running()).toEqual([id]);
  leave();
  expect(running()).toEqual([]);
  vi.unstubAllGlobals();
});
