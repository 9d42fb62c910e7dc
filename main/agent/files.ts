import { constants } from 'node:fs';
import { lstat, mkdir, open, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isWithin } from '../containment.ts';
import { invalidParams, notFound, RPC_CODES, RpcError } from './rpc-error.ts';
import { countAt, type Shape, textAt } from './shape.ts';

/** Larger files are not read by a model anyway, and would be held several times in memory on the way. */
export const FILE_BYTES_MAX = 16 * 1024 * 1024;

/** Reads and writes for an agent, inside one folder: `fs/read_text_file` and `fs/write_text_file`. */
export type Files = {
  read(params: Shape): Promise<{ readonly content: string }>;
  write(params: Shape): Promise<Record<string, never>>;
  /** The real path of a folder inside; absent means the root itself. */
  folder(path: string | undefined): Promise<string>;
  /** Lets it read this file, too, wherever it is. */
  grant(path: string): void;
};

/** `folder` may itself be reached through a link; what counts is where it really is. */
export function createFiles(folder: string): Files {
  const granted = new Set<string>();
  return {
    async read(params) {
      const asked = pathOf(params);
      const path = granted.has(asked) ? asked : await inside(folder, asked);
      const text = await readText(path);
      const [line, limit] = [countAt(params, 'line', 1), countAt(params, 'limit')];
      return { content: line === undefined && limit === undefined ? text : excerpt(text, line ?? 1, limit) };
    },
    async write(params) {
      const content = textAt(params, 'content');
      if (content === undefined) throw invalidParams('content must be a text');
      if (Buffer.byteLength(content) > FILE_BYTES_MAX) throw invalidParams(`A file may have ${FILE_BYTES_MAX} bytes`);
      const asked = pathOf(params);
      await mkdir(dirname(await inside(folder, asked)), { recursive: true });
      await writeText(await inside(folder, asked), content);
      return {};
    },
    folder: async (path) => (path === undefined ? realpath(folder) : inside(folder, path)),
    grant: (path) => void granted.add(path),
  };
}

function pathOf(params: Shape): string {
  const path = textAt(params, 'path');
  if (!path || path.includes('\0')) throw invalidParams('path must be a path');
  return path;
}

/** The real path of `asked`, which need not exist. Refused when it lies, or leads through a link, outside of `folder`. */
export async function inside(folder: string, asked: string): Promise<string> {
  const root = await realpath(folder);
  const path = await realOrFuture(resolve(folder, asked), asked);
  if (!isWithin(root, path)) throw denied(asked);
  return path;
}

async function realOrFuture(path: string, asked: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw troubleOf(error, asked);
  }
  // Not there: a link that leads nowhere yet is refused, for writing through it would make a file outside.
  if (await isLink(path)) throw denied(asked);
  return join(await realOrFuture(dirname(path), asked), basename(path));
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  const file = await opened(path, constants.O_RDONLY | constants.O_NONBLOCK); // a FIFO must not hang us
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw invalidParams(`Not a file: ${path}`);
    if (facts.size > FILE_BYTES_MAX) throw invalidParams(`Larger than ${FILE_BYTES_MAX} bytes: ${path}`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function writeText(path: string, content: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
  const file = await opened(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

async function opened(path: string, flags: number) {
  try {
    return await open(path, flags);
  } catch (error) {
    throw troubleOf(error, path);
  }
}

function excerpt(text: string, line: number, limit: number | undefined): string {
  const lines = text.split('\n');
  return lines.slice(line - 1, limit === undefined ? undefined : line - 1 + limit).join('\n');
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

const denied = (path: string) => invalidParams(`Outside of the working folder: ${path}`);

function troubleOf(error: unknown, path: string): RpcError {
  if (codeOf(error) === 'ENOENT') return notFound(path);
  return new RpcError(RPC_CODES.internal, `${codeOf(error) ?? 'Trouble'}: ${path}`);
}
