import { create } from 'zustand';
import type { Catalog } from '../../protocol/catalog.ts';
import { type Ask, asked, refusesNothing } from './asked.ts';
import { host, whileConnected } from './link.ts';

/** `stale`: what was known before is shown while it is looked again, and when that failed. */
type CatalogView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking' | 'failed'; readonly stale: Catalog | null }
  | { readonly kind: 'known'; readonly catalog: Catalog };

/** The agents that Skein knows of, and which of them this machine has. */
export const useCatalog = create<CatalogView>()(() => ({ kind: 'unknown' }));

/**
 * Looks unless that was done, as soon as there is a host, until taken back. The first time may take some seconds:
 * programs are asked for their versions.
 */
export function loadCatalog(): () => void {
  return whileConnected(async (client) => {
    const { kind } = useCatalog.getState();
    if (kind === 'unknown' || kind === 'failed') await look(() => client.catalog.list());
  });
}

/** Looks again, also at what the login shell sets up. */
export function refreshCatalog(): void {
  if (useCatalog.getState().kind !== 'looking') void look(() => host().catalog.refresh());
}

async function look(ask: Ask<Catalog, never>): Promise<void> {
  const stale = lastKnown(useCatalog.getState());
  useCatalog.setState({ kind: 'looking', stale }, true);
  const answer = await asked(ask, refusesNothing);
  useCatalog.setState(answer.ok ? { kind: 'known', catalog: answer.value } : { kind: 'failed', stale }, true);
}

/** What is known, be it for now or still. */
export function lastKnown(view: CatalogView): Catalog | null {
  if (view.kind === 'known') return view.catalog;
  return view.kind === 'unknown' ? null : view.stale;
}
