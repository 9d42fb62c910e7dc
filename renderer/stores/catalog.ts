import { create } from 'zustand';
import type { Catalog } from '../../protocol/catalog.ts';
import { host, useLink } from './link.ts';

/** `stale`: what was known before is shown while it is looked again. */
export type CatalogView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'looking'; readonly stale: Catalog | null }
  | { readonly kind: 'known'; readonly catalog: Catalog }
  | { readonly kind: 'failed' };

/** The agents that Skein knows of, and which of them this machine has. */
export const useCatalog = create<CatalogView>()(() => ({ kind: 'unknown' }));

/** Looks unless that was done. The first time may take some seconds: programs are asked for their versions. */
export function loadCatalog(): void {
  const view = useCatalog.getState();
  if (view.kind === 'unknown' || view.kind === 'failed') void look(() => host().catalog.list());
}

/** Looks again, also at what the login shell sets up. */
export function refreshCatalog(): void {
  if (useCatalog.getState().kind !== 'looking') void look(() => host().catalog.refresh());
}

async function look(ask: () => Promise<Catalog>): Promise<void> {
  if (useLink.getState().kind !== 'open') return;
  useCatalog.setState({ kind: 'looking', stale: lastKnown(useCatalog.getState()) }, true);
  try {
    useCatalog.setState({ kind: 'known', catalog: await ask() }, true);
  } catch (error) {
    useCatalog.setState({ kind: 'failed' }, true);
    if (useLink.getState().kind === 'open') reportError(error);
  }
}

/** What is known, be it for now or still. */
export function lastKnown(view: CatalogView): Catalog | null {
  if (view.kind === 'known') return view.catalog;
  return view.kind === 'looking' ? view.stale : null;
}
