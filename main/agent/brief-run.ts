import type { Readable } from 'node:stream';
import type { Exit } from '../../protocol/item.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { within } from './deadline.ts';
import type { Processes, ProgramSpec, StartRefusal } from './processes.ts';

/** What a program left in its pipes comes with its end; what it started may hold them open, and is not waited for. */
const DRAIN_MS = 250;

export type BriefPorts = { readonly clock: Clock; readonly processes: Pick<Processes, 'start'> };

/** How long a program may take, and how much it may print on each of its outputs. */
type Brevity = { readonly ms: number; readonly bytes: number };

/** All that a program printed. */
export type Printed = { readonly exit: Exit; readonly stdout: Buffer; readonly stderr: Buffer };

type NotBrief = StartRefusal | { readonly code: 'too-slow' } | { readonly code: 'too-long' };

/** Runs a program to its end. Whatever comes of it, nothing of it is left running. */
export async function runBriefly(
  { clock, processes }: BriefPorts,
  spec: Omit<ProgramSpec, 'stdin'>,
  { ms, bytes }: Brevity,
): Promise<Result<Printed, NotBrief>> {
  const started = await processes.start({ ...spec, stdin: 'ignore' });
  if (!started.ok) return started;
  const program = started.value;
  const [stdout, stderr] = [new Collected(program.stdout, bytes), new Collected(program.stderr, bytes)];
  const outcome = await within(clock, ms, Promise.race([program.ended, stdout.overflow, stderr.overflow]));
  if (outcome.kind === 'done' && outcome.value !== 'too-long') {
    await within(clock, DRAIN_MS, Promise.all([stdout.closed, stderr.closed]));
  }
  await program.kill();
  if (outcome.kind === 'late') return refuse({ code: 'too-slow' });
  if (outcome.value === 'too-long' || stdout.over || stderr.over) return refuse({ code: 'too-long' });
  return ok({ exit: outcome.value, stdout: stdout.bytes(), stderr: stderr.bytes() });
}

/** What comes out of a stream, up to a limit. */
class Collected {
  readonly closed: Promise<void>;
  /** Resolves when more came than is taken; never if not. */
  readonly overflow: Promise<'too-long'>;
  over = false;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(stream: Readable, bytesMax: number) {
    const overflow = Promise.withResolvers<'too-long'>();
    this.overflow = overflow.promise;
    this.closed = new Promise((resolve) => void stream.once('close', resolve));
    stream.on('data', (chunk: Buffer) => {
      if (this.over) return;
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.over = this.#size > bytesMax;
      if (this.over) overflow.resolve('too-long');
    });
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
