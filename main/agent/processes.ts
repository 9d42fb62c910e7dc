import { type ChildProcess, execFile, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Exit } from '../../protocol/item.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { pause, within } from './deadline.ts';
import { cleanEnvironment, type Environment } from './environment.ts';
import { type ProcessRow, PS_ARGS, parsePs, readProc, survivors, treeOf } from './process-tree.ts';

/** A polite end first: programs flush and remove their temporary files in far less. */
const TERM_GRACE_MS = 2_000;
/** How often a tree that is ending is looked at. */
const POLL_MS = 25;
/** A process that survives SIGKILL so long hangs in the kernel; waiting longer helps nobody. */
const KILL_WAIT_MS = 10_000;
/** Each round halts all that is known; only a bomb of processes is faster than so many. */
const FREEZE_ROUNDS_MAX = 20;
/** Closing the app waits no longer for programs to end. */
const CLOSE_MS = 5_000;

export type ProgramSpec = {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** On top of our own environment. */
  readonly env: Environment;
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
  /** Ends the whole tree, by force if need be; resolves when all of it is gone. */
  kill(): Promise<void>;
};

export type StartRefusal = { readonly code: 'not-found' | 'not-startable'; readonly message: string };

const log = createLogger('agent/processes');
const run = promisify(execFile);

/** The table of every program that we started and that still lives. */
export class Processes {
  readonly #clock: Clock;
  readonly #live = new Set<Program>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Starts a program at the head of a session and process group of its own. */
  async start(spec: ProgramSpec): Promise<Result<Program, StartRefusal>> {
    const child = spawn(spec.command, [...spec.args], {
      cwd: spec.folder,
      env: cleanEnvironment(process.env, spec.env),
      stdio: [spec.stdin, 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const failure = await startOf(child);
    if (failure) return refuse(failure);
    return ok(this.#adopt(child));
  }

  /** Ends everything, waiting at most five seconds. */
  async close(): Promise<void> {
    const all = Promise.all([...this.#live].map((program) => program.kill()));
    const closed = await within(this.#clock, CLOSE_MS, all);
    if (closed.kind === 'late') log.error('programs outlived their end', { count: this.#live.size });
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
    let killing: Promise<void> | undefined;
    const kill = () => {
      killing ??= endTree(this.#clock, pid, alive, ended).finally(() => this.#live.delete(program));
      return killing;
    };
    const program: Program = { pid, stdin: child.stdin, stdout, stderr, ended, kill };
    this.#live.add(program);
    return program;
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

async function endTree(clock: Clock, root: number, alive: () => boolean, ended: Promise<Exit>): Promise<void> {
  if (process.platform === 'win32') {
    if (alive()) await run('taskkill', ['/pid', String(root), '/T', '/F']).catch(logFailure('taskkill'));
    await ended;
    return;
  }
  const rows = await readTable();
  const reused = !alive() && rows.some((row) => row.pid === root);
  if (reused) return;
  const tree = treeOf(rows, root);
  signalAll(tree, 'SIGTERM');
  const left = await goneWithin(clock, TERM_GRACE_MS, root, tree);
  const frozen = await freeze(root, left);
  signalAll(frozen, 'SIGKILL');
  const undead = await goneWithin(clock, KILL_WAIT_MS, root, frozen);
  if (undead.length > 0) log.error('processes survived being killed', { pids: undead.map((row) => row.pid) });
}

/** Waits until the tree, with what it still starts, is gone; answers what is left of it after `ms`. */
async function goneWithin(
  clock: Clock,
  ms: number,
  root: number,
  tree: readonly ProcessRow[],
): Promise<readonly ProcessRow[]> {
  const until = clock.now() + ms;
  let left = tree;
  while (left.length > 0) {
    const rows = await readTable();
    left = [...survivors(left, rows), ...newcomers(rows, root, left)];
    if (left.length === 0 || clock.now() >= until) break;
    await pause(clock, POLL_MS);
  }
  return left;
}

/** Halts every member before any is killed: one that saw another die could start a third that nobody finds any more. */
async function freeze(root: number, tree: readonly ProcessRow[]): Promise<readonly ProcessRow[]> {
  let frozen = tree;
  for (let fresh = tree, round = 0; fresh.length > 0 && round < FREEZE_ROUNDS_MAX; round += 1) {
    signalAll(fresh, 'SIGSTOP');
    fresh = newcomers(await readTable(), root, frozen);
    frozen = [...frozen, ...fresh];
  }
  return frozen;
}

/** Members of the tree that `known` does not hold yet. */
function newcomers(rows: readonly ProcessRow[], root: number, known: readonly ProcessRow[]): readonly ProcessRow[] {
  const pids = new Set(known.map((row) => row.pid));
  const found = [root, ...pids].flatMap((pid) => treeOf(rows, pid)).filter((row) => !pids.has(row.pid));
  return [...new Map(found.map((row) => [row.pid, row])).values()];
}

async function readTable(): Promise<readonly ProcessRow[]> {
  if (process.platform === 'linux') return readProc();
  const { stdout } = await run('ps', PS_ARGS, { maxBuffer: 16 * 1024 * 1024 });
  return parsePs(stdout);
}

function signalAll(rows: readonly ProcessRow[], signal: NodeJS.Signals): void {
  for (const { pid } of rows) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ESRCH';
      if (!gone) log.warn('a process refused a signal', { pid, signal });
    }
  }
}

function logFailure(what: string) {
  return (error: unknown) => log.warn(`${what} failed`, { message: String(error) });
}
