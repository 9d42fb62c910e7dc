import { randomBytes } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { basename, delimiter } from 'node:path';
import type { LoginFailure, LoginState } from '../../protocol/catalog.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { createLogger } from '../log/log.ts';
import { type BriefPorts, type Printed, runBriefly } from './brief-run.ts';
import { cleanEnvironment, type Environment } from './environment.ts';
import { cut } from './shape.ts';

/** Start files that set up everything there is need a second or two; what hangs must not hold up an agent for ever. */
export const SHELL_MS = 5_000;
/** An environment is smaller than what the system lets programs be started with, which is a few megabytes at most. */
const SHELL_BYTES = 4 * 1024 * 1024;
/** Its last words, when it fails. */
const WORDS_CHARS = 500;

/**
 * Tells start files that nobody sits there: ours, for people who want to know, and those of a well-known framework that
 * would ask for an update or take over the terminal.
 */
const NOBODY_THERE: Environment = {
  SKEIN_READS_ENVIRONMENT: '1',
  DISABLE_AUTO_UPDATE: 'true',
  ZSH_TMUX_AUTOSTART: 'false',
};
/** What belongs to that one shell and means nothing to other programs. */
const OF_THE_SHELL = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL', 'TERM', ...Object.keys(NOBODY_THERE)]);

const log = createLogger('agent/login-environment');

export type LoginPorts = BriefPorts & {
  /** The person's shell, absolute; null when none is known, undefined where nobody needs one, as on Windows. */
  readonly shell: string | null | undefined;
  readonly own: NodeJS.ProcessEnv;
};

type Answer = { readonly state: LoginState; readonly environment: Environment };

/**
 * The environment in which programs are started: our own, and what the person's login shell sets up on top. The shell is
 * asked once, when the first program is to be started, and again when somebody wants it.
 */
export class LoginEnvironment {
  readonly #ports: LoginPorts;
  #answer: Promise<Answer> | undefined;

  constructor(ports: LoginPorts) {
    this.#ports = ports;
  }

  /** Never rejects: when the shell cannot be asked, it is our own. */
  async environment(): Promise<Environment> {
    return (await this.#asked()).environment;
  }

  async state(): Promise<LoginState> {
    return (await this.#asked()).state;
  }

  /** Asks again; programs that run keep what they have. What failed this time changes nothing that worked before. */
  async refresh(): Promise<void> {
    const before = await this.#asked();
    const now = await this.#ask();
    this.#answer = Promise.resolve(
      now.state.kind === 'failed' ? { state: now.state, environment: before.environment } : now,
    );
  }

  #asked(): Promise<Answer> {
    this.#answer ??= this.#ask();
    return this.#answer;
  }

  async #ask(): Promise<Answer> {
    const { clock, shell, own } = this.#ports;
    if (shell === undefined) return { state: { kind: 'none' }, environment: cleanEnvironment(own, {}) };
    const from = clock.now();
    const read = shell === null ? refuse({ code: 'no-shell' } as const) : await readShell(this.#ports, shell);
    const [readAt, ms] = [clock.now(), clock.now() - from];
    if (!read.ok) {
      log.warn('the login shell was not read', { shell, ms, code: read.refusal.code });
      return {
        state: { kind: 'failed', shell, readAt, ms, why: read.refusal },
        environment: cleanEnvironment(own, {}),
      };
    }
    const environment = mergeEnvironments(own, read.value);
    const added = newFolders(cleanEnvironment(own, {})['PATH'], environment['PATH']);
    log.info('the login shell was read', { shell, ms, foldersAdded: added.length });
    return { state: { kind: 'read', shell: shell ?? '', readAt, ms, added }, environment };
  }
}

/** The shell of whoever runs us: as their session says, else as the system has it. For `LoginPorts`. */
export function ownShell(): string | null | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    return process.env['SHELL'] || userInfo().shell;
  } catch (error) {
    log.warn('the person has no entry in the system', { message: String(error) });
    return null;
  }
}

/**
 * Our own variables win over the login shell's: who starts the app from a terminal has set what they want there. PATH has
 * the folders of both; a terminal's come first, but where there is none, the order is the shell's.
 */
export function mergeEnvironments(own: NodeJS.ProcessEnv, login: Environment): Environment {
  const [ours, theirs] = [cleanEnvironment(own, {}), cleanEnvironment(login, {})];
  const paths = own['TERM'] ? [ours['PATH'], theirs['PATH']] : [theirs['PATH'], ours['PATH']];
  const folders = new Set(paths.flatMap(foldersOf));
  const shared = Object.entries(theirs).filter(([name]) => !OF_THE_SHELL.has(name));
  return { ...Object.fromEntries(shared), ...ours, ...(folders.size > 0 && { PATH: [...folders].join(delimiter) }) };
}

const foldersOf = (path: string | undefined) => (path ?? '').split(delimiter).filter((folder) => folder !== '');

function newFolders(before: string | undefined, after: string | undefined): readonly string[] {
  const known = new Set(foldersOf(before));
  return foldersOf(after).filter((folder) => !known.has(folder));
}

/** Runs the shell with all its start files, and lets it say what came of them between two marks. */
async function readShell(ports: LoginPorts, shell: string): Promise<Result<Environment, LoginFailure>> {
  const mark = `skein-${randomBytes(8).toString('hex')}`;
  // Shells differ in all but this: single quotes, and a program with its words.
  const script = `/bin/sh -c 'printf %s ${mark}; /usr/bin/env -0; printf %s ${mark}'`;
  const args = [flagsOf(shell), script];
  const spec = { command: shell, args, folder: homedir(), env: NOBODY_THERE, base: 'own' } as const;
  const ran = await runBriefly(ports, spec, { ms: SHELL_MS, bytes: SHELL_BYTES });
  if (ran.ok) return parseAnswer(ran.value, mark);
  const { refusal } = ran;
  switch (refusal.code) {
    case 'too-slow':
      return refuse({ code: 'too-slow', ms: SHELL_MS });
    case 'too-long':
      return refuse(refusal);
    default:
      return refuse({ code: 'not-started', message: refusal.message });
  }
}

/** `-i`: most people set their PATH in a file that only interactive shells read. csh takes `-l` alone or not at all. */
const flagsOf = (shell: string) => (/csh$/.test(basename(shell)) ? '-ic' : '-ilc');

function parseAnswer({ exit, stdout, stderr }: Printed, mark: string): Result<Environment, LoginFailure> {
  const [, answer, rest] = stdout.toString('utf8').split(mark);
  if (!answer || rest === undefined) {
    const message = cut(stderr.toString('utf8').trim().slice(-WORDS_CHARS), WORDS_CHARS);
    return refuse({ code: 'no-answer', exitCode: exit.code, message });
  }
  const pairs = answer.split('\0').flatMap((line): readonly [string, string][] => {
    const at = line.indexOf('=');
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
  });
  return ok(Object.fromEntries(pairs));
}
