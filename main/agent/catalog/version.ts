import { tmpdir } from 'node:os';
import { createLogger } from '../../log/log.ts';
import { type BriefPorts, runBriefly } from '../brief-run.ts';

/** A large program that starts for the first time on a slow disk needs a few seconds; one that waits for a person hangs. */
export const VERSION_MS = 5_000;
/** A version is a line; what is longer is something else. */
const VERSION_BYTES = 16 * 1024;
/** Programs that are asked at a time: each may be hundreds of megabytes, and other work goes on. */
const ASKED_MAX = 4;

/** Three numbers, or two, and what marks an early one; not a part of something longer. */
const VERSION = /(?<![\w.])v?(\d+\.\d+(?:\.\d+)?(?:[-+][0-9A-Za-z.+-]{1,40})?)(?![\w])/;

const log = createLogger('agent/catalog/version');

/** Asks programs which version they are, a few at a time. */
export class Versions {
  readonly #ports: BriefPorts;
  readonly #waiting: (() => void)[] = [];
  #asked = 0;

  constructor(ports: BriefPorts) {
    this.#ports = ports;
  }

  /** What `<path> --version` says; null when it says nothing that is understood. */
  async of(path: string): Promise<string | null> {
    if (this.#asked >= ASKED_MAX) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#asked += 1;
    try {
      return await this.#ask(path);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#asked -= 1;
    }
  }

  async #ask(path: string): Promise<string | null> {
    const spec = { command: path, args: ['--version'], folder: tmpdir(), env: {} };
    const ran = await runBriefly(this.#ports, spec, { ms: VERSION_MS, bytes: VERSION_BYTES });
    if (!ran.ok) {
      log.info('a program did not say its version', { path, code: ran.refusal.code });
      return null;
    }
    const { exit, stdout, stderr } = ran.value;
    return exit.code === 0 ? (parseVersion(stdout.toString('utf8')) ?? parseVersion(stderr.toString('utf8'))) : null;
  }
}

/** The first version in what a program printed; programs put their names, greetings and dates around it. */
export const parseVersion = (text: string): string | null => VERSION.exec(text)?.[1] ?? null;

/** The first number of a version. */
export const majorOf = (version: string): number => Number.parseInt(version, 10);
