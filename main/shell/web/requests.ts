import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentPolicy } from '../content-policy.ts';
import { readPage } from '../pages.ts';
import type { Codes } from './codes.ts';
import { isLoopbackAddress, isOurHost } from './guard.ts';
import { digestOf, sameDigest } from './secret.ts';

export type RequestOptions = {
  /** The folder of the built window. */
  readonly pages: string;
  readonly allowedHosts: readonly string[];
  readonly codes: Codes;
  /** Who shows it at `/join` gets a code. */
  readonly token: string;
};

/** Everything that is asked over plain HTTP: the window's own files, and a code for another window. */
export async function handleRequest(
  options: RequestOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host } = request.headers;
  if (!isOurHost(host, options.allowedHosts)) {
    answer(response, 403, 'This address is not one that Skein answers to. Name it with --allow-host if it should be.');
    return;
  }
  setSecurityHeaders(response, host);
  const path = pathOf(request);
  if (path === '/join') join(options, request, response);
  else if (request.method === 'GET' || request.method === 'HEAD') await sendPage(options.pages, path, response);
  else answer(response, 405, 'Only GET is answered here.');
}

/** The path as it was sent: nothing is resolved before it is looked at. */
export function pathOf(request: IncomingMessage): string {
  return request.url?.split(/[?#]/, 1)[0] ?? '';
}

async function sendPage(pages: string, path: string, response: ServerResponse): Promise<void> {
  const page = await readPage(pages, path);
  if (page) {
    response.writeHead(200, { 'Content-Type': page.type, 'Cache-Control': page.cache }).end(page.body);
  } else if (path === '/') {
    answer(response, 503, 'The window is not built yet. Run: npm run build');
  } else {
    answer(response, 404, 'There is nothing here.');
  }
}

/** For programs of this machine that can read the data folder. No page of a browser is answered: those say an origin. */
function join({ token, codes }: RequestOptions, request: IncomingMessage, response: ServerResponse): void {
  const shown = /^Bearer (\S{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
  const near = isLoopbackAddress(request.socket.remoteAddress) && request.headers.origin === undefined;
  if (request.method !== 'POST') answer(response, 405, 'Only POST is answered here.');
  else if (!near || shown === undefined || !sameDigest(digestOf(shown), digestOf(token))) {
    answer(response, 401, 'That is not the token of this host.');
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ code: codes.issue() }));
  }
}

/** On every answer. `host` has been checked; older browsers do not take 'self' to mean a socket to it. */
function setSecurityHeaders(response: ServerResponse, host: string): void {
  response.setHeader('Content-Security-Policy', contentPolicy([`ws://${host}`, `wss://${host}`]));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }).end(text);
}
