import { digestOf, newSecret, sameDigest } from './secret.ts';

const CREDENTIAL_BYTES = 32;
/** Windows that may come back after a reload; beyond it the one that was away longest needs a new code. */
export const CREDENTIALS_MAX = 256;

/** What windows show when they come back. Kept as hashes, in memory: a new start of the host knows none of them. */
export class Credentials {
  /** Longest unused first. */
  #known: Buffer[] = [];

  issue(): string {
    const credential = newSecret(CREDENTIAL_BYTES);
    this.#known = [...this.#known, digestOf(credential)].slice(-CREDENTIALS_MAX);
    return credential;
  }

  knows(credential: string): boolean {
    const digest = digestOf(credential);
    const others = this.#known.filter((known) => !sameDigest(known, digest));
    if (others.length === this.#known.length) return false;
    this.#known = [...others, digest];
    return true;
  }
}
