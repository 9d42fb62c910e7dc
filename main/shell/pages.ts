import { readFile } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

/** A file of the built window, ready to be sent. */
export type Page = { readonly body: Uint8Array<ArrayBuffer>; readonly type: string; readonly cache: string };

/** A module script with a type that is not JavaScript's is refused by every browser, so the types are ours to say. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

/** The build names what is in here after its content, so it may be kept. */
const HASHED_FILES = '/assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The file that a URL's path names inside `root`, or undefined when it names none or leads out. `/` is the window. */
export function fileOf(root: string, pathname: string): string | undefined {
  const path = decoded(pathname);
  if (path === undefined || !path.startsWith('/') || /[\0\\]/.test(path)) return undefined;
  const file = join(root, path === '/' ? '/index.html' : path); // begins with a slash: `resolve` would leave root
  const inside = relative(root, file);
  if (inside === '' || isAbsolute(inside) || inside.split(sep).some((part) => part.startsWith('.'))) return undefined;
  return file;
}

/** Undefined when there is no such page. Read anew each time, so a build under a running host cannot break it. */
export async function readPage(root: string, pathname: string): Promise<Page | undefined> {
  const file = fileOf(root, pathname);
  const type = TYPES[extname(file ?? '')];
  if (file === undefined || type === undefined) return undefined;
  const body = await readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return body && { body, type, cache: pathname.startsWith(HASHED_FILES) ? FOR_EVER : 'no-cache' };
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined; // a malformed escape names nothing
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code));
