import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { createRouter } from '../../main/api.ts';
import { systemClock } from '../../main/clock.ts';
import type { Host } from '../../main/host.ts';
import type { Logger } from '../../main/log/log.ts';
import { Ports } from '../../main/shell/electron/ports.ts';
import { createUpgrade as createPortUpgrade } from '../../main/shell/electron/upgrade.ts';
import { createUpgrade as createSocketUpgrade } from '../../main/shell/web/upgrade.ts';
import { openWebShell } from '../../main/shell/web/web-shell.ts';
import { connect, type HostClient } from './serving.ts';

/** A window connected to a host in one of the two ways. */
export type Window = {
  readonly client: HostClient;
  /** The window goes away, as at a reload. */
  leave(): void;
  /** Ends the transport. */
  close(): Promise<void>;
};

export type Transport = { readonly name: string; open(host: Host, log: Logger): Promise<Window> };

/** One real HTTP server, one real WebSocket, the hello of a browser. */
const socket: Transport = {
  name: 'WebSocket',
  async open(host, log) {
    const shell = await openWebShell({
      clock: systemClock,
      hostname: '127.0.0.1',
      port: 0,
      allowedHosts: [],
      pages: '/nowhere',
      loadUpgrade: () => Promise.resolve(createSocketUpgrade(createRouter(host, log))),
    });
    const { client, socket, closed } = await connect(shell.newAddress());
    return {
      client,
      leave: () => socket.close(),
      async close() {
        socket.close();
        await closed;
        await shell.close();
      },
    };
  },
};

/** A real message channel; the host's end is kept as that of a desktop window. */
const port: Transport = {
  name: 'MessagePort',
  open(host, log) {
    const ports = new Ports<MessagePort>(createPortUpgrade(createRouter(host, log)));
    const { port1, port2 } = new MessageChannel();
    ports.accept(1, port2);
    const client: HostClient = createORPCClient(new PortLink({ port: port1 }));
    port1.start();
    return Promise.resolve({
      client,
      leave: () => port1.close(),
      close() {
        port1.close();
        ports.close();
        return Promise.resolve();
      },
    });
  },
};

export const TRANSPORTS: readonly Transport[] = [socket, port];
