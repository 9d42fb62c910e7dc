import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../protocol/contract.ts';

export type HostClient = ContractRouterClient<Contract>;

/** Whether the window reaches its host. A new connection has a new client; calls of the old one are over. */
export type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly client: HostClient; readonly closed: AbortSignal }
  /** The host will not let this window in, however often it asks. */
  | { readonly kind: 'denied'; readonly reason: DeniedReason };

export type DeniedReason = 'code-used' | 'code-unknown' | 'credential-unknown' | 'no-code';

/** One way to reach a host. It connects by itself, and again whenever the connection is lost. */
export type Bridge = {
  /** Calls `listener` with the present link and with every later one. */
  start(listener: (link: Link) => void): void;
};
