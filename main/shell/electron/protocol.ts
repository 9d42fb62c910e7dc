import { contentPolicy } from '../content-policy.ts';
import { readPage } from '../pages.ts';
import { isOurs } from './origin.ts';

/** Answers the window's requests for its own files, with the policy that keeps it from all others. */
export async function servePage(root: string, request: Pick<Request, 'method' | 'url'>): Promise<Response> {
  if (!isOurs(request.url)) return refusal(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
  const page = await readPage(root, new URL(request.url).pathname);
  if (!page) return refusal(404);
  return new Response(request.method === 'HEAD' ? null : page.body, {
    headers: {
      'Content-Type': page.type,
      'Cache-Control': page.cache,
      'Content-Security-Policy': contentPolicy([]),
      'X-Content-Type-Options': 'nosniff',
    },
  });
}

const refusal = (status: number) =>
  new Response(null, { status, headers: { 'Content-Security-Policy': contentPolicy([]) } });
