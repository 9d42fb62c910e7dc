import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isShape, numberAt, type Shape, shapeAt, textAt } from '../shape.ts';
import { type Child, parseChildren } from './child.ts';
import { type Mode, parseMode } from './mode.ts';
import { RUNBOOK_CHARS_MAX } from './runbook.ts';
import { isSessionId } from './session-id.ts';

/** Runbooks that one session may allow for good; the oldest is forgotten first. */
const ALLOWED_MAX = 200;
const VERSION = 1;

/** How far a runbook got. */
export type Progress = {
  /** How it is called when speaking to the person, as Markdown. */
  readonly name: string;
  /** The whole runbook as it was started; a file that changes later does not change a run. */
  readonly text: string;
  /** The first step that has not finished. */
  readonly next: number;
  readonly finished: boolean;
  /** The person allowed this run as a whole. */
  readonly approved: boolean;
  /** The agents that it started. */
  readonly children: readonly Child[];
};

/** What Playbook remembers of one conversation. */
export type Memory = {
  readonly progress: Progress | null;
  /** Digests of runbooks that may run without asking in this conversation. */
  readonly allowed: readonly string[];
  readonly mode: Mode;
};

export const NOTHING_YET: Memory = { progress: null, allowed: [], mode: 'run' };

/**
 * What a copy of the conversation begins with. What was allowed once was allowed for the run of the other
 * one, and its agents are no agents of the copy.
 */
export const copyOf = ({ progress, ...memory }: Memory): Memory => ({
  ...memory,
  progress: progress && { ...progress, approved: false, children: [] },
});

/** Names a text; the folder is part of it, since the same commands do different things elsewhere. */
export const digestOf = (folder: string, text: string) =>
  createHash('sha256').update(folder).update('\0').update(text).digest('hex');

export const allow = (memory: Memory, digest: string): Memory => ({
  ...memory,
  allowed: [...memory.allowed.filter((other) => other !== digest), digest].slice(-ALLOWED_MAX),
});

/** The state folder's files of one session each, and of one remembered runbook each. */
export type MemoryStore = ReturnType<typeof createMemoryStore>;

export function createMemoryStore(folder: string) {
  const approvedFolder = join(folder, 'approved');
  const fileOf = (session: string) => {
    if (!isSessionId(session)) throw new Error('Not a session id');
    return join(folder, `${session}.json`);
  };
  return {
    /** Nothing yet when there is no file, or none that can be read. */
    async load(session: string): Promise<Memory> {
      const text = await readOrMissing(fileOf(session));
      return text === null ? NOTHING_YET : parseMemory(text);
    },
    /** Replaces the file in one step: a crash leaves the old one or the new one. */
    async save(session: string, memory: Memory): Promise<void> {
      await writeWhole(folder, fileOf(session), JSON.stringify({ version: VERSION, ...memory }));
    },
    async isApproved(digest: string): Promise<boolean> {
      return (await readOrMissing(join(approvedFolder, digest))) !== null;
    },
    async approve(digest: string): Promise<void> {
      await writeWhole(approvedFolder, join(approvedFolder, digest), '');
    },
  };
}

async function writeWhole(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = `${path}.${randomUUID()}.tmp`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, path);
}

async function readOrMissing(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** What is damaged, too new or not ours counts as nothing: the person is told that there is nothing to continue. */
function parseMemory(text: string): Memory {
  const shape = parseShape(text);
  if (numberAt(shape, 'version') !== VERSION) return NOTHING_YET;
  const allowed = Array.isArray(shape['allowed']) ? shape['allowed'] : [];
  return {
    progress: parseProgress(shapeAt(shape, 'progress')),
    allowed: allowed.filter((digest) => typeof digest === 'string').slice(-ALLOWED_MAX),
    mode: parseMode(shape['mode']) ?? 'run',
  };
}

function parseProgress(shape: Shape): Progress | null {
  const name = textAt(shape, 'name');
  const text = textAt(shape, 'text');
  const next = numberAt(shape, 'next');
  if (name === undefined || text === undefined || text.length > RUNBOOK_CHARS_MAX) return null;
  if (next === undefined || !Number.isInteger(next) || next < 0) return null;
  const [finished, approved] = [shape['finished'] === true, shape['approved'] === true];
  return { name, text, next, finished, approved, children: parseChildren(shape) };
}

function parseShape(text: string): Shape {
  try {
    const value: unknown = JSON.parse(text);
    return isShape(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
