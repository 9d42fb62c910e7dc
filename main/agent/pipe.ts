import type { Readable, Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Exit } from '../../protocol/item.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { within } from './deadline.ts';
import type { Processes, ProgramSpec, StartRefusal } from './processes.ts';
import { Tail } from './tail.ts';

/** Most agents end when their input does; the rest is ended by force after this. */
const CLOSE_GRACE_MS = 1_000;
/** Last words on stderr after the end; a stray that holds the pipe open must not delay the news. */
const LAST_WORDS_MS = 500;

const log = createLogger('agent/pipe');

/** An agent at the other end of two streams, be it a program or a thread of ours. */
export type AgentPipe = {
  /** Of the program; null for a thread. */
  readonly pid: number | null;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Its last lines on stderr. */
  stderrTail(): string;
  /** Resolves when it has ended and nothing that it started is left. */
  readonly ended: Promise<Exit>;
  /** Closes its input, then ends it by force if it does not end by itself. */
  end(): Promise<void>;
  /** Ends it, and all that it started, by force. */
  kill(): Promise<void>;
};

export async function openProcessPipe(
  processes: Processes,
  clock: Clock,
  spec: Omit<ProgramSpec, 'stdin'>,
): Promise<Result<AgentPipe, StartRefusal>> {
  const started = await processes.start({ ...spec, stdin: 'pipe' });
  if (!started.ok) return started;
  const program = started.value;
  const { stdin, stdout, kill } = program;
  if (!stdin) throw new Error('A program started with a piped stdin has one');

  const tail = new Tail();
  const silent = new Promise<void>((resolve) => program.stderr.once('close', resolve));
  program.stderr.on('data', (chunk: Buffer) => tail.push(chunk));
  const ended = program.ended.then(async (exit) => {
    await kill();
    await within(clock, LAST_WORDS_MS, silent);
    return exit;
  });
  const end = async () => {
    await program.look(); // once it has ended by itself, nobody knows any more what else it had started
    stdin.end();
    const left = await within(clock, CLOSE_GRACE_MS, ended);
    if (left.kind === 'late') await kill();
    await ended;
  };
  return ok({ pid: program.pid, stdin, stdout, stderrTail: () => tail.toString(), ended, kill, end });
}

/** Runs the module at `entry` in a thread of its own, which speaks on its process.stdin and process.stdout. */
export function openWorkerPipe(clock: Clock, entry: URL, stateFolder: string): AgentPipe {
  const worker = new Worker(entry, {
    stdin: true,
    stdout: true,
    stderr: true,
    argv: [stateFolder],
    workerData: { stateFolder },
  });
  const { stdin } = worker;
  if (!stdin) throw new Error('A worker started with stdin has one');
  const tail = new Tail();
  worker.stderr.on('data', (chunk: Buffer) => tail.push(chunk));
  worker.on('error', (error) => tail.add(error.stack ?? error.message));
  stdin.on('error', (error) => log.info('agent closed its input', { message: error.message }));
  const ended = new Promise<Exit>((resolve) => worker.once('exit', (code) => resolve({ code, signal: null })));

  const kill = async () => {
    await worker.terminate();
    await ended;
  };
  const end = async () => {
    stdin.end();
    const left = await within(clock, CLOSE_GRACE_MS, ended);
    if (left.kind === 'late') await kill();
  };
  return { pid: null, stdin, stdout: worker.stdout, stderrTail: () => tail.toString(), ended, kill, end };
}
