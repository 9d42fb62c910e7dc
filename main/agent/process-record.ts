import { readFileSync } from 'node:fs';
import { readFile, readlink, rename, writeFile } from 'node:fs/promises';
import { createLogger } from '../log/log.ts';
import { isShape } from './shape.ts';

/** A tree of processes that is larger is no agent's; the rest of it ends with its parents. */
const MARKS_MAX = 10_000;

/** A process, told by the time of its birth from a later one that was given the same number. */
export type Mark = { readonly pid: number; readonly birth: string };

/** `where`: the start of the machine, and the space of numbers, in which the marks mean anything. */
type Content = { readonly where: string; readonly processes: readonly Mark[] };

const log = createLogger('agent/process-record');

/** A file that says which processes are ours, so that the next start finds those that outlived a crash. */
export class ProcessRecord {
  readonly #path: string;
  #wanted: readonly Mark[] | undefined;
  #writing: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was written last; nothing when there is no file, when it is damaged, or when it is of another machine's start. */
  async read(): Promise<readonly Mark[]> {
    try {
      const content = parseContent(JSON.parse(readFileSync(this.#path, 'utf8')));
      return content.where === (await whereabouts()) ? content.processes : [];
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!missing) log.warn('the record of processes cannot be read', { message: String(error) });
      return [];
    }
  }

  /** Resolves when these, or newer ones, are written. A disk that fails costs no more than the record. */
  write(marks: readonly Mark[]): Promise<void> {
    this.#wanted = marks;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      const where = await whereabouts();
      for (let marks = this.#take(); marks; marks = this.#take()) {
        const processes = marks.slice(0, MARKS_MAX);
        const content: Content = { where, processes };
        await writeFile(`${this.#path}.new`, JSON.stringify(content), { mode: 0o600 });
        await rename(`${this.#path}.new`, this.#path);
      }
    } catch (error) {
      log.warn('the record of processes cannot be written', { message: String(error) });
    }
  }

  #take(): readonly Mark[] | undefined {
    const marks = this.#wanted;
    this.#wanted = undefined;
    return marks;
  }
}

/** Throws when it is not what we write: then nothing in it can be relied upon. */
function parseContent(value: unknown): Content {
  if (!isShape(value) || typeof value['where'] !== 'string' || !Array.isArray(value['processes'])) {
    throw new Error('It is no record of processes');
  }
  const processes: readonly unknown[] = value['processes'];
  return { where: value['where'], processes: processes.slice(0, MARKS_MAX).map(parseMark) };
}

function parseMark(value: unknown): Mark {
  const [pid, birth] = isShape(value) ? [value['pid'], value['birth']] : [];
  if (!Number.isSafeInteger(pid) || Number(pid) <= 1) throw new Error('It holds what is no process of ours');
  if (typeof birth !== 'string' || birth === '') throw new Error('It holds a process without a birth');
  return { pid: Number(pid), birth };
}

/** On Linux births are counted from the machine's start, and every container counts its processes anew. */
async function whereabouts(): Promise<string> {
  if (process.platform !== 'linux') return process.platform;
  const [boot, numbers] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]);
  return `${boot.trim()} ${numbers}`;
}
