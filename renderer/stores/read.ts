import { useEffect, useState } from 'react';
import type { HostClient } from '../bridge/bridge.ts';
import { type Ask, asked, doneOrSaid, refusesNothing } from './asked.ts';
import { host, whileConnected } from './link.ts';

/**
 * What the host answers, asked for every connection and whenever `of` or `version` changes. `of` says what `read` asks
 * for: until that is there it is null.
 */
export function useRead<Value>(
  of: string,
  version: unknown,
  read: (client: HostClient) => Promise<Value>,
): Value | null {
  const [found, setFound] = useState<{ readonly of: string; readonly value: Value } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says what is read, and `version` that it is another now.
  useEffect(
    () =>
      whileConnected(async (client, signal) => {
        const value = await read(client);
        if (!signal.aborted) setFound({ of, value });
      }),
    [of, version],
  );
  return found?.of === of ? found.value : null;
}

/** What the host gives of a longer list at once. `next`: where the list goes on; null at its end. */
type Page = { readonly next: unknown };

/** Asks for the page that begins at `from`, the `next` of the page before; null: for the first. */
type ReadPage<One extends Page> = (client: HostClient, from: One['next'] | null) => ReturnType<Ask<One, never>>;

type Pages<One extends Page> = { readonly of: string; readonly pages: readonly One[] };

/**
 * A list of the host, page by page: its first page for every connection and whenever `of` or `version` changes. `of`
 * says which list `read` asks for: until that is there `pages` is null. `more` is absent at the end.
 */
export function usePages<One extends Page>(of: string, version: unknown, read: ReadPage<One>) {
  const [fetched, setFetched] = useState<Pages<One> | null>(null);
  const [loading, setLoading] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `of` says what is read, and `version` that it is another now.
  useEffect(
    () =>
      whileConnected(async (client, signal) => {
        setLoading(true);
        const page = await read(client, null);
        if (signal.aborted) return;
        setFetched({ of, pages: [page] });
        setLoading(false);
      }),
    [of, version],
  );
  const fetchMore = async (before: Pages<One>, from: One['next']) => {
    setLoading(true);
    const page = await asked(() => read(host(), from), refusesNothing);
    if (doneOrSaid(page)) {
      // Unless it was read anew meanwhile.
      setFetched((now) => (now === before ? { of, pages: [...before.pages, page.value] } : now));
    }
    setLoading(false);
  };
  const shown = fetched?.of === of ? fetched : null;
  const next = shown?.pages.at(-1)?.next ?? null;
  return {
    pages: shown?.pages ?? null,
    loading: loading || shown === null,
    more: shown && next !== null ? () => void fetchMore(shown, next) : undefined,
  };
}
