import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { z } from 'zod';
import type { Bridge, DeniedReason, Link } from './bridge.ts';

const CREDENTIAL_KEY = 'skein.credential';
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

const Greeting = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), credential: z.string() }),
  z.object({ type: z.literal('denied'), reason: z.enum(['code-used', 'code-unknown', 'credential-unknown']) }),
]);

type Listener = (link: Link) => void;
type Hello = { readonly code: string } | { readonly credential: string };

/** A browser: one socket to where the page came from. The first message says who we are, all others are calls. */
export const webBridge: Bridge = {
  start(listener) {
    listener({ kind: 'connecting' });
    window.addEventListener('hashchange', reloadForCode);
    const code = takeCode();
    connect(listener, code === undefined ? knownCredential() : { code }, 0);
  },
};

/** A new address of the same host differs in its code only, and browsers load no page anew for that. */
function reloadForCode(): void {
  if (new URLSearchParams(location.hash.slice(1)).has('code')) location.reload();
}

/** The one-time code of the address, which it leaves at once: it must not be kept, shared or logged. */
function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get('code') ?? undefined;
  if (code !== undefined) history.replaceState(null, '', location.pathname + location.search);
  return code;
}

function knownCredential(): Hello | undefined {
  const credential = sessionStorage.getItem(CREDENTIAL_KEY);
  return credential === null ? undefined : { credential };
}

function connect(listener: Listener, hello: Hello | undefined, attempt: number): void {
  if (!hello) {
    deny(listener, 'no-code');
    return;
  }
  const socket = new WebSocket(new URL('/rpc', location.href.replace(/^http/, 'ws')));
  const closed = new AbortController();
  let next: Hello | undefined = hello;
  let tries = attempt;
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', ...hello })));
  socket.addEventListener('message', greeted, { once: true });
  socket.addEventListener('close', () => {
    closed.abort();
    if (!next) return;
    listener({ kind: 'connecting' });
    setTimeout(() => connect(listener, next, tries + 1), retryMs(tries));
  });

  function greeted({ data }: MessageEvent<unknown>): void {
    const greeting = Greeting.parse(JSON.parse(String(data)));
    if (greeting.type === 'denied') {
      next = undefined;
      deny(listener, greeting.reason);
      return;
    }
    sessionStorage.setItem(CREDENTIAL_KEY, greeting.credential);
    next = { credential: greeting.credential };
    tries = 0;
    listener({ kind: 'open', client: createORPCClient(new RPCLink({ websocket: socket })), closed: closed.signal });
  }
}

/** A used or unknown code may be an old address opened again: what this tab was given before still counts. */
function deny(listener: Listener, reason: DeniedReason): void {
  const known = knownCredential();
  if (reason === 'code-used' && known) {
    connect(listener, known, 0);
    return;
  }
  sessionStorage.removeItem(CREDENTIAL_KEY);
  listener({ kind: 'denied', reason });
}

/** Doubles up to the last, with a tenth of chance, so that many windows do not come back at once. */
function retryMs(attempt: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.9 + Math.random() * 0.2);
}
