import type { Host } from '../../main/host.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { ok, refuse } from '../../protocol/result.ts';
import type { AppStreamItem, SessionStreamItem } from '../../protocol/stream.ts';
import { NOTHING_SPENT } from '../../protocol/usage.ts';

export const KNOWN_SESSION = 'se-01ARZ3NDEKTSV4RRFFQ69G5FAV' as SessionId;
export const MISSING_SESSION = 'se-01ARZ3NDEKTSV4RRFFQ69G5FAW' as SessionId;

/** A host with one empty session, whose streams say what the test gives them and which remembers what was asked. */
export class FakeHost implements Host {
  readonly about = { version: '0.0.0', dataFolder: '/data', homeFolder: '/home', platform: 'linux' };
  readonly acked: { readonly stream: string; readonly seq: number }[] = [];
  /** Streams whose generator has come to its end, however it did. */
  readonly ended: string[] = [];
  closed = false;
  #seq = 0;
  readonly #items: AppStreamItem[] = [];
  #wake = () => {};
  #noteEnd = () => {};

  /** Says this on the stream of `app.watch`. */
  say(...items: readonly AppStreamItem[]): void {
    this.#items.push(...items);
    this.#wake();
  }

  /** Resolves when a stream's generator has come to its end. */
  streamEnded(): Promise<void> {
    return new Promise((resolve) => {
      if (this.ended.length > 0) resolve();
      this.#noteEnd = resolve;
    });
  }

  readonly sessions: Host['sessions'] = {
    dispatch: (command) => {
      if (command.sessionId !== KNOWN_SESSION) return refuse({ code: 'unknown-session' });
      if (command.type === 'prompt' && command.text === '') return refuse({ code: 'empty-prompt' });
      if (command.type === 'create') return refuse({ code: 'folder-missing', folder: command.folder });
      if (command.type === 'delete') throw new Error('a bug, on purpose');
      this.#seq += 1;
      return ok({ seq: this.#seq });
    },
    follow: (input) =>
      input.sessionId === KNOWN_SESSION ? ok(this.#opened('session')) : refuse({ code: 'unknown-session' }),
    items: () => refuse({ code: 'unknown-session' }),
    blob: ({ from, limit }) => ok({ text: 'x'.repeat(Math.min(limit, 10)), length: from + 10 }),
    list: () => ({ sessions: [], next: null }),
    busyCount: () => 0,
    tree: () => [],
    treeUse: () => refuse({ code: 'unknown-session' }),
    timeline: () => ({ turns: [], more: false }),
    rollbackPreview: () => refuse({ code: 'unknown-session' }),
  };

  readonly worktrees: Host['worktrees'] = {
    of: () => Promise.resolve([]),
    removeEmpty: () => Promise.resolve([]),
  };

  async *watch(_from: unknown, signal: AbortSignal | undefined): AsyncGenerator<AppStreamItem> {
    signal?.addEventListener('abort', () => this.#wake());
    try {
      for (let next = 0; !signal?.aborted; ) {
        const item = this.#items[next];
        if (item) {
          next += 1;
          yield item;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.#end('app');
    }
  }

  readonly looks: (readonly [stream: string, session: SessionId | null])[] = [];

  look(stream: string, session: SessionId | null): void {
    this.looks.push([stream, session]);
  }

  ack(stream: string, seq: number): void {
    this.acked.push({ stream, seq });
  }

  readonly agents: Host['agents'] = {
    save: (agent) => ok({ kind: 'custom', ...agent }),
    remove: (agentId) => refuse({ code: 'unknown-agent', agentId }),
    test: () => Promise.resolve({ kind: 'fails', failure: { code: 'agent-missing', message: 'No.', detail: '' } }),
    signIns: (agentId) => Promise.resolve(refuse({ code: 'unknown-agent', agentId })),
    signIn: (agentId) => Promise.resolve(refuse({ code: 'unknown-agent', agentId })),
    signOut: (agentId) => Promise.resolve(refuse({ code: 'unknown-agent', agentId })),
    sessions: () => Promise.resolve(refuse({ code: 'cannot-list' })),
  };

  readonly catalog: Host['catalog'] = {
    list: () => Promise.resolve({ agents: [], node: null, login: { kind: 'none' }, lookedAt: 1 }),
    refresh: () => Promise.resolve({ agents: [], node: null, login: { kind: 'none' }, lookedAt: 2 }),
    read: () => Promise.resolve(refuse({ code: 'no-agents' })),
  };

  readonly usage: Host['usage'] = {
    of: () => ({ own: NOTHING_SPENT, family: NOTHING_SPENT, below: 0, turns: [] }),
    turns: () => [],
    summary: () => ({ lines: [], total: NOTHING_SPENT, more: false }),
  };

  readonly attachments: Host['attachments'] = {
    put: () => Promise.resolve(refuse({ code: 'upload-broken' })),
    cancel: () => Promise.resolve(),
    read: () => Promise.resolve(refuse({ code: 'unknown-attachment', name: null })),
  };

  readonly folders: Host['folders'] = {
    list: (path) => Promise.resolve(refuse({ code: 'folder-unreadable', folder: path ?? '', reason: 'gone' })),
    files: ({ query }) => Promise.resolve(ok({ files: [`${query}.ts`], truncated: false })),
  };

  readonly keybindings: Host['keybindings'] = {
    change: ({ type }) =>
      type === 'reset-all' ? ok(undefined) : refuse({ code: 'keybindings-broken', line: 3, column: 5 }),
  };

  readonly secrets: Host['secrets'] = {
    set: () => Promise.resolve(ok(undefined)),
    forget: () => Promise.resolve(refuse({ code: 'secrets-broken', path: '/data/secrets.json' })),
  };

  readonly permissions: Host['permissions'] = {
    rules: () => [],
    revoke: () => refuse({ code: 'unknown-rule' }),
    restore: () => ok(undefined),
    decisions: ({ before }) => ({ decisions: [], next: before }),
  };

  readonly preferences: Host['preferences'] = {
    change: ({ policy }) => (policy === 'all' ? refuse({ code: 'disk-failing', message: 'full' }) : ok(undefined)),
  };

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  async *#opened(stream: string): AsyncGenerator<SessionStreamItem> {
    try {
      yield { type: 'opened', stream, incarnation: 'first' };
    } finally {
      this.#end(stream);
    }
  }

  #end(stream: string): void {
    this.ended.push(stream);
    this.#noteEnd();
  }
}
