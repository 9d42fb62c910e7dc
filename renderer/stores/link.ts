import { create } from 'zustand';
import type { Bridge, HostClient, Link } from '../bridge/bridge.ts';

/** Whether there is a host behind the window now. */
export const useLink = create<Link>()(() => ({ kind: 'connecting' }));

const CONNECTING: Link = { kind: 'connecting' };

export function startLink(bridge: Bridge): void {
  bridge.start((link) => useLink.setState(link, true));
}

/** Nothing was asked: there is no host at the moment. */
export class Disconnected extends Error {
  override readonly name = 'Disconnected';
}

/** The client of the present connection. Throws `Disconnected`. */
export function host(): HostClient {
  const link = useLink.getState();
  if (link.kind !== 'open') throw new Disconnected();
  return link.client;
}

/**
 * Runs `work` once for every connection, from now until taken back. `work` ends when its signal does; whatever else it
 * throws is a bug.
 */
export function whileConnected(work: (client: HostClient, signal: AbortSignal) => Promise<void>): () => void {
  const over = new AbortController();
  let current: Link = CONNECTING;
  const take = (link: Link) => {
    if (link === current || link.kind !== 'open') return;
    current = link;
    const signal = AbortSignal.any([over.signal, link.closed]);
    work(link.client, signal).catch((error: unknown) => {
      if (!signal.aborted) reportError(error);
    });
  };
  const forget = useLink.subscribe(take);
  take(useLink.getState());
  return () => {
    forget();
    over.abort();
  };
}
