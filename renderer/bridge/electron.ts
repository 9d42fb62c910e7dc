import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { PortMarker } from '../../protocol/bridge.ts';
import type { Bridge } from './bridge.ts';

/** Marks the port for the preload script, which hands it to the main process. */
const MARKER: PortMarker = 'skein:port';
/** A port seldom closes while its page lives; a host that closes every one must not be asked in a loop. */
const RETRY_MS = 500;

/** The installed app: a port to the main process, which lives as long as the page does. */
export const electronBridge: Bridge = {
  start(listener) {
    listener({ kind: 'connecting' });
    const connect = () => {
      const { port1, port2 } = new MessageChannel();
      const closed = new AbortController();
      port1.addEventListener('close', () => {
        closed.abort();
        listener({ kind: 'connecting' });
        setTimeout(connect, RETRY_MS);
      });
      window.postMessage(MARKER, '*', [port2]);
      port1.start();
      listener({ kind: 'open', client: createORPCClient(new RPCLink({ port: port1 })), closed: closed.signal });
    };
    connect();
  },
};
