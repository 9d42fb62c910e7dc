import { readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from '../whole-file.ts';

/** In the data folder. */
export const HOLDER_FILE = 'holder.json';

/** What the process that holds a data folder tells others who want it. */
export const Holder = z.object({
  pid: z.number().int().positive(),
  /** Epoch ms. */
  startedAt: z.number(),
  shell: z.enum(['web', 'desktop']),
  /** Where it listens on the loopback interface, and the secret to ask it with; null until it listens. */
  url: z.string().nullable(),
  token: z.string().nullable(),
});
export type Holder = Readonly<z.infer<typeof Holder>>;

/** Replaces the note in one step, readable for nobody else: it may hold a secret. */
export function writeHolder(path: string, holder: Holder): void {
  replaceFile(path, JSON.stringify(holder));
}

/** Null when there is no note, or it was left behind by a process that is no more. */
export function readHolder(path: string): Holder | null {
  const holder = Holder.safeParse(parseJson(readNote(path)));
  return holder.success && isAlive(holder.data.pid) ? holder.data : null;
}

export function removeHolder(path: string): void {
  rmSync(path, { force: true });
}

function readNote(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Undefined for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Signal 0 only asks. A process of somebody else answers EPERM, and is alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);
