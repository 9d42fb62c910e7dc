import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { ulid } from 'ulid';
import type { Exit } from '../../protocol/item.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { AgentUpdate } from '../session/update.ts';
import { lineOf } from './calls.ts';
import { within } from './deadline.ts';
import type { Files } from './files.ts';
import { Output } from './output.ts';
import type { Processes, Program } from './processes.ts';
import { invalidParams, notFound, RPC_CODES, RpcError } from './rpc-error.ts';
import { countAt, type Shape, shapesAt, textAt } from './shape.ts';

/** Terminals that one agent session may have at a time. */
const TERMINALS_MAX = 64;
/** What is kept for `terminal/output` when the agent names no limit, and the most that it may ask for. */
const OUTPUT_BYTES = 1024 * 1024;
const OUTPUT_BYTES_MAX = 8 * 1024 * 1024;
/** Released terminals that a tool call may still come to show. */
const REMEMBERED_MAX = 256;
/** Output that no tool call shows yet: it is delivered when one does. */
const UNSHOWN_BYTES_MAX = 256 * 1024;
const ARGS_MAX = 1_024;
const ENV_MAX = 256;
/** What a program left in its pipes when it ended comes with its exit; a child that holds them open is not waited for. */
const DRAIN_MS = 250;

const log = createLogger('agent/terminals');

type Terminal = {
  readonly id: string;
  readonly command: string;
  readonly folder: string;
  readonly program: Program;
  /** What `terminal/output` answers. */
  readonly kept: Output;
  /** What a tool call that comes to show it is given. */
  readonly unshown: Output;
  /** The tool call that shows it; undefined until one does. */
  call: string | undefined;
  exit: Exit | undefined;
  released: boolean;
  /** Resolves when the program has ended and its output was taken in. */
  readonly ended: Promise<Exit>;
};

type TerminalPorts = {
  readonly clock: Clock;
  readonly processes: Processes;
  readonly files: Files;
  /** Output and exits of terminals that a tool call shows. */
  emit(update: AgentUpdate): void;
  /** Set while nothing more should be read. */
  held(): Promise<void> | undefined;
};

/** The programs that one agent session runs through us: `terminal/*`. */
export class Terminals {
  readonly #ports: TerminalPorts;
  readonly #terminals = new Map<string, Terminal>();
  /** Set from a stop until the next turn: an agent that has not heard of it yet must not start anything more. */
  #stopped = false;

  constructor(ports: TerminalPorts) {
    this.#ports = ports;
  }

  /** A new turn may run programs again. */
  allow(): void {
    this.#stopped = false;
  }

  async create(params: Shape): Promise<{ readonly terminalId: string }> {
    const open = [...this.#terminals.values()].filter((terminal) => !terminal.released).length;
    if (this.#stopped) throw stoppedMeanwhile();
    if (open >= TERMINALS_MAX) throw invalidParams(`At most ${TERMINALS_MAX} terminals at a time`);
    const spec = parseSpec(params);
    const folder = await this.#ports.files.folder(textAt(params, 'cwd'));
    const started = await this.#ports.processes.start({ ...spec.run, folder, env: spec.env, stdin: 'ignore' });
    if (!started.ok) throw new RpcError(RPC_CODES.internal, started.refusal.message);
    if (this.#stopped) {
      await started.value.kill(); // the stop came while it was being started
      throw stoppedMeanwhile();
    }
    const id = `terminal-${ulid()}`;
    const limit = Math.min(countAt(params, 'outputByteLimit') ?? OUTPUT_BYTES, OUTPUT_BYTES_MAX);
    const program = started.value;
    const [kept, unshown] = [new Output(limit), new Output(UNSHOWN_BYTES_MAX)];
    const ended = Promise.withResolvers<Exit>();
    const terminal: Terminal = {
      ...{ id, command: spec.line, folder, program, kept, unshown },
      ...{ call: undefined, exit: undefined, released: false, ended: ended.promise },
    };
    this.#terminals.set(id, terminal);
    void this.#follow(terminal).then(ended.resolve);
    return { terminalId: id };
  }

  output(params: Shape) {
    const { kept, exit } = this.#find(params);
    const { text, truncated } = kept.read();
    return { output: text, truncated, exitStatus: exit ? statusOf(exit) : null };
  }

  async waitForExit(params: Shape) {
    return statusOf(await this.#find(params).ended);
  }

  async kill(params: Shape): Promise<Record<string, never>> {
    await this.#find(params).program.kill();
    return {};
  }

  async release(params: Shape): Promise<Record<string, never>> {
    const terminal = this.#find(params);
    terminal.released = true;
    terminal.kept.clear();
    await terminal.program.kill();
    this.#forgetOldest();
    return {};
  }

  /** Ends a program for a person who has seen enough of it: the agent learns of its end, and goes on. */
  async interrupt(id: string): Promise<void> {
    await this.#terminals.get(id)?.program.kill();
  }

  /** What a card says of a terminal, released or not. */
  describe(id: string): { readonly command: string; readonly folder: string } | undefined {
    return this.#terminals.get(id);
  }

  /** A tool call shows the terminal: what it wrote so far, and all that follows, goes there. */
  show(id: string, call: string): void {
    const terminal = this.#terminals.get(id);
    if (!terminal || terminal.call !== undefined) return;
    terminal.call = call;
    const { text } = terminal.unshown.read();
    terminal.unshown.clear();
    if (text !== '') this.#ports.emit({ type: 'output', call, terminal: id, text });
    if (terminal.exit) this.#ports.emit({ type: 'exit', call, terminal: id, exit: terminal.exit });
  }

  /** Ends every program, and starts none until `allow`. Terminals stay readable, as after `terminal/kill`. */
  async killAll(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#terminals.values()].map((terminal) => terminal.program.kill()));
  }

  /** Ends every program and forgets the terminals. */
  async releaseAll(): Promise<void> {
    await this.killAll();
    this.#terminals.clear();
  }

  #find(params: Shape): Terminal {
    const id = textAt(params, 'terminalId') ?? '';
    const terminal = this.#terminals.get(id);
    if (!terminal || terminal.released) throw notFound(`terminal ${id}`);
    return terminal;
  }

  #forgetOldest(): void {
    const released = [...this.#terminals.values()].filter((terminal) => terminal.released);
    const surplus = Math.max(0, released.length - REMEMBERED_MAX);
    for (const { id } of released.slice(0, surplus)) this.#terminals.delete(id);
  }

  async #follow(terminal: Terminal): Promise<Exit> {
    const { program } = terminal;
    const read = Promise.all([this.#read(terminal, program.stdout), this.#read(terminal, program.stderr)]);
    const exit = await program.ended;
    await within(this.#ports.clock, DRAIN_MS, read);
    terminal.exit = exit;
    const { id, call } = terminal;
    if (call !== undefined) this.#ports.emit({ type: 'exit', call, terminal: id, exit });
    return exit;
  }

  async #read(terminal: Terminal, stream: Readable): Promise<void> {
    const decoder = new StringDecoder('utf8');
    try {
      for await (const chunk of stream) {
        this.#take(terminal, decoder.write(chunk as Buffer));
        for (let held = this.#ports.held(); held; held = this.#ports.held()) await held;
      }
      this.#take(terminal, decoder.end());
    } catch (error) {
      log.info('terminal output ended early', { message: String(error) });
    }
  }

  #take(terminal: Terminal, text: string): void {
    if (text === '') return;
    const { id, call } = terminal;
    terminal.kept.push(text);
    if (call === undefined) terminal.unshown.push(text);
    else this.#ports.emit({ type: 'output', call, terminal: id, text });
  }
}

const stoppedMeanwhile = () =>
  new RpcError(RPC_CODES.internal, 'The person stopped this turn: nothing more is run in it');

const statusOf = (exit: Exit) => ({ exitCode: exit.code, signal: exit.signal });

/** What a shell would have to read. Some agents send a whole command line and no arguments. */
const SHELL_WORDS = /[\s|&;<>()$`"'*?]/;

function parseSpec(params: Shape) {
  const command = textAt(params, 'command');
  if (!command) throw invalidParams('command must be a text');
  const list: unknown = params['args'];
  const args = Array.isArray(list) ? list.slice(0, ARGS_MAX).map(String) : [];
  const variables = shapesAt(params, 'env', ENV_MAX) ?? [];
  const env = Object.fromEntries(
    variables.flatMap((variable) => {
      const [name, value] = [textAt(variable, 'name'), textAt(variable, 'value')];
      return name && value !== undefined ? [[name, value] as const] : [];
    }),
  );
  const line = args.length > 0 ? lineOf([command, ...args]) : command;
  return { run: runOf(command, args), env, line };
}

function runOf(command: string, args: readonly string[]) {
  const direct = args.length > 0 || !SHELL_WORDS.test(command) || (isAbsolute(command) && existsSync(command));
  if (direct) return { command, args };
  if (process.platform === 'win32') return { command: 'cmd.exe', args: ['/d', '/s', '/c', command] };
  return { command: '/bin/sh', args: ['-c', command] };
}
