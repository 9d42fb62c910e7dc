import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Exit } from '../../protocol/item.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { within } from './deadline.ts';
import { type Ending, endMarked, endProgram, killAll } from './end-program.ts';
import type { EndTools } from './end-tree.ts';
import { cleanEnvironment, type Environment } from './environment.ts';
import { type Mark, ProcessRecord } from './process-record.ts';
import { ProcessTable, type RunTool, readMemory, readRow } from './process-table.ts';
import { marksOf, type ProcessRow, survivors, treeOf } from './process-tree.ts';

/** Closing the app waits no longer for programs to end. */
const CLOSE_MS = 5_000;
/** How often the trees of running programs are looked at. */
export const WATCH_MS = 10_000;
/** A program that holds more, with all that it started, is worth a word: a laptop has 16 GiB for everything. */
export const HEAVY_BYTES = 4 * 1024 ** 3;

export type ProgramSpec = {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** On top of what programs get from us. */
  readonly env: Environment;
  /** `own`: nothing but our own environment underneath, whatever the login shell says. */
  readonly base?: 'own';
  readonly stdin: 'pipe' | 'ignore';
};

/** A running program and all that it started. Whoever starts it reads both outputs, or it stalls. */
export type Program = {
  readonly pid: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when the program itself has ended; its outputs may still hold something. */
  readonly ended: Promise<Exit>;
  /** Ends the whole tree, by force if need be; resolves when all of it is gone. Never rejects. */
  kill(): Promise<void>;
  /** Looks at what it has started by now, so that this can be ended also when the program itself is gone. Never rejects. */
  look(): Promise<void>;
};

export type StartRefusal = { readonly code: 'not-found' | 'not-startable'; readonly message: string };

type ProcessesPorts = {
  readonly clock: Clock;
  /** What programs get from us. Absent: our own environment. */
  readonly environment?: () => Promise<Environment>;
  /** A file that says which processes are ours. Absent: none that outlives a crash is found. */
  readonly recordPath?: string;
  /** A program, by its pid, and all that it started hold more memory than is good. Called until somebody was told. */
  readonly onHeavy?: (pid: number, bytes: number) => 'told' | 'nobody';
  /** What is more than is good, if not the usual. */
  readonly heavyBytes?: number;
};

type Watched = Ending & { tree: readonly Mark[]; logged: boolean; told: boolean };

const CLOSING: StartRefusal = { code: 'not-startable', message: 'The app is closing' };

const log = createLogger('agent/processes');
const execute = promisify(execFile);
/** Times and lists are read by us: no other language, no other time zone. */
const run: RunTool = async (command, args) => {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  return (await execute(command, [...args], { maxBuffer: 16 * 1024 * 1024, env, windowsHide: true })).stdout;
};

/** The table of every program that we started and that still lives. */
export class Processes {
  readonly #ports: ProcessesPorts;
  readonly #record: ProcessRecord | undefined;
  readonly #tools: EndTools;
  readonly #live = new Map<Program, Watched>();
  /** What a host before us left behind, until it is ended. */
  #orphans: readonly Mark[] = [];
  readonly #ready: Promise<void>;
  #closing = false;
  #cancelWatch: (() => void) | undefined;

  constructor(ports: ProcessesPorts) {
    this.#ports = ports;
    this.#tools = { clock: ports.clock, run, table: new ProcessTable(run) };
    this.#record = ports.recordPath === undefined ? undefined : new ProcessRecord(ports.recordPath);
    this.#ready = this.#endOrphans();
  }

  /**
   * Starts a program at the head of a session and process group of its own, once nothing is left of the programs that
   * outlived a crash: they may still be at work in the same folder.
   */
  async start(spec: ProgramSpec): Promise<Result<Program, StartRefusal>> {
    await this.#ready;
    const base = spec.base === 'own' ? process.env : ((await this.#ports.environment?.()) ?? process.env);
    if (this.#closing) return refuse(CLOSING);
    const begun = await begin(spec, cleanEnvironment(base, spec.env));
    if (!begun.ok) return begun;
    const program = this.#adopt(begun.value);
    if (this.#closing) {
      await program.kill(); // nobody else would
      return refuse(CLOSING);
    }
    void this.#mark(program); // not waited for: what a short program prints must be read before it ends
    return ok(program);
  }

  /** Ends everything, waiting at most five seconds, and starts nothing more. */
  async close(): Promise<void> {
    this.#closing = true;
    const all = Promise.all([this.#ready, ...[...this.#live.keys()].map((program) => program.kill())]);
    const closed = await within(this.#ports.clock, CLOSE_MS, all);
    if (closed.kind === 'late') await killAll(this.#tools, [...this.#live.values()]);
    this.#cancelWatch?.();
    await this.#note();
  }

  get size(): number {
    return this.#live.size;
  }

  #adopt(child: ChildProcess): Program {
    const { pid, stdout, stderr } = child;
    if (pid === undefined || !stdout || !stderr) throw new Error('A started child has a pid and both outputs');
    const ended = new Promise<Exit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.on('error', (error) => log.warn('child process trouble', { pid, message: error.message }));
    child.stdin?.on('error', (error) => log.info('agent closed its input', { pid, message: error.message }));

    const alive = () => child.exitCode === null && child.signalCode === null;
    const watched: Watched = { pid, ended, alive, tree: [], logged: false, told: false };
    let killing: Promise<void> | undefined;
    const kill = () => {
      killing ??= endProgram(this.#tools, watched).finally(() => {
        this.#live.delete(program);
        void this.#note();
      });
      return killing;
    };
    const program: Program = { pid, stdin: child.stdin, stdout, stderr, ended, kill, look: () => this.#lookAround() };
    this.#live.set(program, watched);
    this.#watchLater();
    return program;
  }

  async #mark(program: Program): Promise<void> {
    try {
      const [row, watched] = [await readRow(run, program.pid), this.#live.get(program)];
      if (row && watched) watched.tree = marksOf([row]);
    } catch (error) {
      log.warn('a process cannot be looked at', { message: String(error) });
    }
    await this.#note();
  }

  #note(): Promise<void> | undefined {
    return this.#record?.write([...this.#orphans, ...[...this.#live.values()].flatMap(({ tree }) => tree)]);
  }

  /** Ends what a host before us wrote down and did not come to end. */
  async #endOrphans(): Promise<void> {
    if (!this.#record) return;
    try {
      this.#orphans = await this.#record.read();
      if (this.#orphans.length === 0) return;
      const left = survivors(this.#orphans, await this.#tools.table.read());
      if (left.length > 0) log.warn('programs of a host that crashed are ended', { pids: left.map(({ pid }) => pid) });
      await endMarked(this.#tools, left);
    } catch (error) {
      log.error('programs of a host that crashed cannot be looked for', { message: String(error) });
    }
    this.#orphans = [];
    await this.#note();
  }

  #watchLater(): void {
    this.#cancelWatch ??= this.#ports.clock.after(WATCH_MS, () => {
      void this.#look().finally(() => {
        this.#cancelWatch = undefined;
        if (this.#live.size > 0 && !this.#closing) this.#watchLater();
      });
    });
  }

  async #look(): Promise<void> {
    try {
      for (const [pid, watched] of this.#see(await this.#tools.table.read())) {
        if (!watched.told) await this.#weigh(pid, watched);
      }
      await this.#note();
    } catch (error) {
      log.warn('running programs cannot be looked at', { message: String(error) });
    }
  }

  async #lookAround(): Promise<void> {
    try {
      this.#see(await this.#tools.table.read());
    } catch (error) {
      log.warn('running programs cannot be looked at', { message: String(error) });
    }
  }

  /** Remembers what each program that lives has started by now. */
  #see(rows: readonly ProcessRow[]): readonly (readonly [number, Watched])[] {
    return [...this.#live].flatMap(([{ pid }, watched]) => {
      const [root] = watched.tree;
      if (!root || survivors([root], rows).length === 0) return [];
      watched.tree = marksOf([root, ...treeOf(rows, pid).filter((row) => row.pid !== root.pid)]);
      return [[pid, watched] as const];
    });
  }

  async #weigh(pid: number, watched: Watched): Promise<void> {
    const pids = watched.tree.map((mark) => mark.pid);
    const bytes = await readMemory(run, pids);
    if (bytes <= (this.#ports.heavyBytes ?? HEAVY_BYTES)) return;
    if (!watched.logged) log.warn('a program holds much memory', { pid, processes: pids.length, bytes });
    watched.logged = true;
    watched.told = this.#ports.onHeavy?.(pid, bytes) === 'told';
  }
}

async function begin(spec: ProgramSpec, env: Environment): Promise<Result<ChildProcess, StartRefusal>> {
  try {
    const child = spawn(spec.command, [...spec.args], {
      cwd: spec.folder,
      env,
      stdio: [spec.stdin, 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const failure = await startOf(child);
    return failure ? refuse(failure) : ok(child);
  } catch (error) {
    return refuse({ code: 'not-startable', message: troubleOf(error as NodeJS.ErrnoException) });
  }
}

function startOf(child: ChildProcess): Promise<StartRefusal | undefined> {
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(undefined));
    child.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === 'ENOENT' ? 'not-found' : 'not-startable';
      resolve({ code, message: error.message });
    });
  });
}

/** What the system refuses at once, as a list of words that is too long. Node's own complaints quote variables. */
const troubleOf = ({ code, syscall, message }: NodeJS.ErrnoException) =>
  syscall === undefined ? `The command, its words or its variables cannot be passed on (${code})` : message;
