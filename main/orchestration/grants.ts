import { createHash, randomBytes } from 'node:crypto';
import type { SessionId } from '../../protocol/ids.ts';

const KEY_BYTES = 32;

/** What a key opens: the tools, in the name of one session, until it ends. */
export type Grant = {
  readonly session: SessionId;
  /** Aborted when the key has ended. */
  readonly over: AbortSignal;
  /** Calls that run now, by what the caller itself numbers them with. */
  readonly calls: Map<string | number, AbortController>;
};

/**
 * Which session may use the tools with which key. Each conversation that is opened with an agent gets a key of its own,
 * which ends with it. They are kept as hashes, in memory: a new start of the host knows none of them.
 */
export class Grants {
  readonly #grants = new Map<string, Grant>();

  issue(session: SessionId): { readonly key: string; end(): void } {
    const key = randomBytes(KEY_BYTES).toString('base64url');
    const [digest, over] = [digestOf(key), new AbortController()];
    this.#grants.set(digest, { session, over: over.signal, calls: new Map() });
    const end = () => {
      this.#grants.delete(digest);
      over.abort();
    };
    return { key, end };
  }

  /** Looked up by its hash, so the time that it takes says nothing of any key. */
  find(key: string): Grant | undefined {
    return this.#grants.get(digestOf(key));
  }
}

const digestOf = (key: string) => createHash('sha256').update(key).digest('base64');
