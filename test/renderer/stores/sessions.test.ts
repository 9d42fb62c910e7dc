import { beforeEach, expect, test, vi } from 'vitest';
import type { SessionId } from '../../../protocol/ids.ts';
import type { SessionsCursor, SessionsPage } from '../../../protocol/stream.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { loadMoreSessions, useSessions } = await import('../../../renderer/stores/sessions.ts');

const cursorAt = (n: number): SessionsCursor => ({ pinned: false, updatedAt: n, id: sessionIdNumber(n) });
const linesOf = (...all: readonly number[]) => all.map((n) => summaryWith({ id: sessionIdNumber(n), updatedAt: n }));
const known = (): readonly SessionId[] => [...useSessions.getState().summaries.keys()].toSorted();

/** What the host tells of the list when it tells it from its start. */
const tell = (next: SessionsCursor | null, ...all: readonly number[]) =>
  useSessions.setState({ next, summaries: new Map(linesOf(...all).map((line) => [line.id, line])) });

/** A host that answers when the test says so. */
function openList() {
  const asked: { readonly after: SessionsCursor; answer(page: SessionsPage): void }[] = [];
  const list = ({ after }: { readonly after: SessionsCursor }) =>
    new Promise<SessionsPage>((answer) => asked.push({ after, answer }));
  const client = { sessions: { list } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
  return asked;
}

beforeEach(() => {
  useSessions.setState({ loadingMore: false });
  tell(cursorAt(8), 8, 9);
});

test('[C52] older sessions go behind those that are known, and the next ones are asked for behind them', async () => {
  const asked = openList();
  const loading = loadMoreSessions();
  await loadMoreSessions();
  expect(asked.map(({ after }) => after)).toEqual([cursorAt(8)]);
  asked[0]?.answer({ sessions: linesOf(6, 7), next: cursorAt(6) });
  await loading;
  expect(known()).toEqual([6, 7, 8, 9].map(sessionIdNumber));
  void loadMoreSessions();
  expect(asked[1]?.after).toEqual(cursorAt(6));
});

test('[C52] a page that was asked for before the list was told anew is dropped, so that none between is left out', async () => {
  const asked = openList();
  const loading = loadMoreSessions();
  tell(cursorAt(18), 18, 19);
  asked[0]?.answer({ sessions: linesOf(6, 7), next: cursorAt(6) });
  await loading;
  expect(known()).toEqual([18, 19].map(sessionIdNumber));
  void loadMoreSessions();
  expect(asked[1]?.after).toEqual(cursorAt(18));
});
