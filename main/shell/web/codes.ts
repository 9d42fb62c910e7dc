import type { Clock } from '../../clock.ts';
import { digestOf, newSecret, sameDigest } from './secret.ts';

/** 128 bits: not to be guessed within the life of a code. */
const CODE_BYTES = 16;
/** Long enough to copy an address to another machine, short enough to be worthless in a shell's history. */
export const CODE_MS = 10 * 60_000;
/** Codes that wait for their window; beyond it the oldest no longer opens anything. */
export const OPEN_CODES_MAX = 32;
/** Used codes that are still recognised, so that a person who opens an old address learns why it fails. */
const USED_CODES_MAX = 256;

type OpenCode = { readonly digest: Buffer; readonly expiresAt: number };

/** Codes that open one window each, once. Only their hashes are kept. */
export class Codes {
  readonly #clock: Clock;
  #open: OpenCode[] = [];
  #used: Buffer[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(): string {
    const code = newSecret(CODE_BYTES);
    const expiresAt = this.#clock.now() + CODE_MS;
    this.#open = [...this.#open, { digest: digestOf(code), expiresAt }].slice(-OPEN_CODES_MAX);
    return code;
  }

  /** `fresh` is answered once for each code. An expired code is unknown. */
  redeem(code: string): 'fresh' | 'used' | 'unknown' {
    const digest = digestOf(code);
    const now = this.#clock.now();
    this.#open = this.#open.filter((open) => open.expiresAt > now);
    const known = this.#open.filter((open) => sameDigest(open.digest, digest));
    if (known.length > 0) {
      this.#open = this.#open.filter((open) => !known.includes(open));
      this.#used = [...this.#used, digest].slice(-USED_CODES_MAX);
      return 'fresh';
    }
    return this.#used.filter((used) => sameDigest(used, digest)).length > 0 ? 'used' : 'unknown';
  }
}
