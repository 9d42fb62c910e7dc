import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { SessionId } from '../../protocol/ids.ts';
import { createLogger } from '../log/log.ts';
import { type Grant, Grants } from './grants.ts';
import { mcpServer } from './mcp-server.ts';
import type { Tool } from './tool.ts';

/** The only address that it listens on: what is not on this machine cannot even ask. */
const LOOPBACK = '127.0.0.1';
const PATH = '/mcp';
/** A task or a message is text that somebody wrote. */
const BODY_BYTES_MAX = 1024 * 1024;
/** Agents hold connections open while they wait; more than this is a loop that went wrong. */
const CONNECTIONS_MAX = 2_000;

const log = createLogger('orchestration/tool-server');

/** How an agent reaches the tools: an address, and the key that names its session. */
export type ToolAccess = {
  readonly url: string;
  readonly key: string;
  /** The key opens nothing any more, and the calls that it made end. */
  close(): void;
};

export type ToolServer = {
  /** A key of its own for each conversation. */
  access(session: SessionId): ToolAccess;
  close(): Promise<void>;
};

/** `tools`: asked at every exchange, so that the server can be there before what its tools work on. */
type Options = { tools(): readonly Tool[]; readonly version: string };

/**
 * Serves tools to agents over the Model Context Protocol, on loopback. A request must name this server as its host, come
 * from no web page, and bring the key of a session. Rejects when no port can be had.
 */
export async function openToolServer({ tools, version }: Options): Promise<ToolServer> {
  const grants = new Grants();
  const held = new Set<() => void>();
  const handler = createMcpHandler(
    ({ authInfo }) => mcpServer(grants.find(authInfo?.token ?? ''), { tools: tools(), version }),
    { maxRequestBodySize: BODY_BYTES_MAX, onerror: (error) => log.warn('a call broke', { message: error.message }) },
  );
  const serve = toNodeHandler(handler, { maxRequestBodySize: BODY_BYTES_MAX });
  const server = createServer((request, response) => {
    const admitted = admit(request, grants, portOf(server));
    if (admitted.kind === 'refused') return refuse(response, admitted);
    const auth = { token: admitted.key, clientId: admitted.grant.session, scopes: [] };
    void serve(Object.assign(request as Received, { auth }), response);
  });
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server);
  return {
    access: (session) => {
      const { key, end } = grants.issue(session);
      held.add(end);
      const close = () => {
        held.delete(end);
        end();
      };
      return { url: `http://${LOOPBACK}:${portOf(server)}${PATH}`, key, close };
    },
    close: async () => {
      for (const end of held) end();
      await handler.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a server receives always has both. */
type Received = IncomingMessage & { readonly method: string; readonly url: string };

type Admission =
  | { readonly kind: 'admitted'; readonly key: string; readonly grant: Grant }
  | { readonly kind: 'refused'; readonly status: number; readonly why: string };

const refused = (status: number, why: string): Admission => ({ kind: 'refused', status, why });

/** A browser names where a page came from; an agent does not. */
function admit({ headers, url }: IncomingMessage, grants: Grants, port: number): Admission {
  if (headers.host !== `${LOOPBACK}:${port}`) return refused(403, 'This server answers to its own address only.');
  if (headers.origin !== undefined) return refused(403, 'Web pages cannot use this server.');
  if (url !== PATH) return refused(404, 'There is nothing here.');
  const [, key] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const grant = key && grants.find(key);
  return grant ? { kind: 'admitted', key, grant } : refused(401, 'The key is missing, or its conversation is over.');
}

function refuse(response: ServerResponse, { status, why }: Extract<Admission, { readonly kind: 'refused' }>): void {
  const headers = { 'content-type': 'text/plain', ...(status === 401 && { 'www-authenticate': 'Bearer' }) };
  response.writeHead(status, headers).end(why);
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      server.off('error', reject);
      server.on('error', (error) => log.error('the tool server has a fault', { message: error.message }));
      resolve();
    });
  });
}
