import { RPCHandler } from '@orpc/server/message-port';
import type { AppRouter } from '../../api.ts';

type AnyPort = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/** Serves the contract to each port that is handed over. */
export function createUpgrade(router: AppRouter): (port: AnyPort) => void {
  const handler = new RPCHandler(router);
  return (port) => handler.upgrade(port);
}
