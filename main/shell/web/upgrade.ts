import { RPCHandler } from '@orpc/server/ws';
import type { AppRouter } from '../../api.ts';
import type { Upgrade } from './sockets.ts';

/** Serves the contract to each socket that is handed over. */
export function createUpgrade(router: AppRouter): Upgrade {
  const handler = new RPCHandler(router);
  return (socket) => handler.upgrade(socket);
}
