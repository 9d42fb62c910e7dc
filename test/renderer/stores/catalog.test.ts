import { beforeEach, expect, test, vi } from 'vitest';
import type { Catalog } from '../../../protocol/catalog.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { useLink } = await import('../../../renderer/stores/link.ts');
const { lastKnown, loadCatalog, refreshCatalog, useCatalog } = await import('../../../renderer/stores/catalog.ts');

const known: Catalog = { agents: [], login: { kind: 'none' }, node: null, lookedAt: 0 };
const failing = () => Promise.reject(new Error('broken'));
const view = () => useCatalog.getState();
const open = (list: () => Promise<Catalog>, refresh = list) => {
  const client = { catalog: { list, refresh } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
};

beforeEach(() => {
  useLink.setState({ kind: 'connecting' }, true);
  useCatalog.setState({ kind: 'unknown' }, true);
});

test('[S4.3] what this machine has is looked for as soon as there is a host, unless nobody wants it any more', async () => {
  const stop = loadCatalog();
  expect(view()).toEqual({ kind: 'unknown' });
  open(async () => known);
  await vi.waitFor(() => expect(view()).toEqual({ kind: 'known', catalog: known }));
  stop();
  useCatalog.setState({ kind: 'unknown' }, true);
  const asked = vi.fn(async () => known);
  open(asked);
  expect(asked).not.toHaveBeenCalled();
});

test('[S4.3] a look that fails keeps what was known, and the next connection looks again', async () => {
  open(async () => known, failing);
  const stop = loadCatalog();
  await vi.waitFor(() => expect(view().kind).toBe('known'));
  refreshCatalog();
  expect(view()).toEqual({ kind: 'looking', stale: known });
  await vi.waitFor(() => expect(view()).toEqual({ kind: 'failed', stale: known }));
  expect(lastKnown(view())).toEqual(known);
  open(async () => known);
  await vi.waitFor(() => expect(view().kind).toBe('known'));
  stop();
});

test('[S4.3] looking again without a host fails at once', async () => {
  useCatalog.setState({ kind: 'known', catalog: known }, true);
  refreshCatalog();
  await vi.waitFor(() => expect(view()).toEqual({ kind: 'failed', stale: known }));
});
