import { type FSWatcher, readFileSync, realpathSync, renameSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import {
  KEYBINDINGS_BYTES_MAX,
  KEYBINDINGS_FILE,
  type Keybindings,
  type KeybindingsChange,
  type KeybindingsRefusal,
} from '../../protocol/keybindings.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log/log.ts';
import { replaceFile } from '../whole-file.ts';
import { editKeybindings } from './keybindings-edit.ts';
import { parseKeybindings } from './keybindings-text.ts';

/** Editors save in several steps: what they leave is read when they have been quiet for so long. */
const SETTLE_MS = 100;
/** Where a file goes that cannot be read and shall not count any more. */
const KEPT_SUFFIX = '.old';
const EMPTY_FILE = '[\n]\n';

type Options = {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when the file says something else than before. */
  onChange(keybindings: Keybindings): void;
};

/** The person's keys: read at once, again whenever the file changes, and written for windows. To be closed. */
export const openKeybindings = (options: Options): KeybindingsFile => new KeybindingsFile(options);

export class KeybindingsFile {
  readonly #options: Options;
  readonly #path: string;
  readonly #watcher: FSWatcher | null;
  #keybindings: Keybindings;
  #cancel = () => {};

  constructor(options: Options) {
    this.#options = options;
    this.#path = join(options.folder, KEYBINDINGS_FILE);
    this.#keybindings = this.#read();
    this.#watcher = this.#watch();
  }

  get keybindings(): Keybindings {
    return this.#keybindings;
  }

  /** Changes the file as it is now, which may be newer than what was told. */
  change(change: KeybindingsChange): Result<void, KeybindingsRefusal> {
    try {
      const next = this.#edited(change);
      if (!next.ok) return next;
      replaceFile(targetOf(this.#path), next.value);
    } catch (error) {
      const message = messageOf(error);
      this.#options.log.error('the keybindings cannot be written', { message });
      return refuse({ code: 'keybindings-unwritable', message });
    }
    this.#refresh();
    return ok(undefined);
  }

  close(): void {
    this.#cancel();
    this.#watcher?.close();
  }

  #edited(change: KeybindingsChange): Result<string, KeybindingsRefusal> {
    const text = textOf(this.#path);
    if (change.type === 'reset-all') return text === null ? this.#begunAnew() : this.#emptied(text);
    if (text === null) return refuse({ code: 'keybindings-too-large', maxBytes: KEYBINDINGS_BYTES_MAX });
    return editKeybindings(text, change);
  }

  /** A sound file keeps its comments. */
  #emptied(text: string): Result<string, KeybindingsRefusal> {
    const { bindings, problems } = parseKeybindings(text);
    if (problems.length > 0) return this.#begunAnew();
    return bindings.reduce<Result<string, KeybindingsRefusal>>(
      (kept, { command }) => (kept.ok ? editKeybindings(kept.value, { type: 'reset', command }) : kept),
      ok(text),
    );
  }

  /** What cannot be read through is put aside as it is. */
  #begunAnew(): Result<string, KeybindingsRefusal> {
    renameSync(this.#path, `${this.#path}${KEPT_SUFFIX}`);
    return ok(EMPTY_FILE);
  }

  #read(): Keybindings {
    const path = this.#path;
    try {
      const text = textOf(path);
      if (text !== null) return { path, ...parseKeybindings(text) };
      return { path, bindings: [], problems: [{ code: 'too-large', maxBytes: KEYBINDINGS_BYTES_MAX }] };
    } catch (error) {
      return { path, bindings: [], problems: [{ code: 'unreadable', message: messageOf(error) }] };
    }
  }

  #refresh(): void {
    this.#cancel();
    const read = this.#read();
    if (JSON.stringify(read) === JSON.stringify(this.#keybindings)) return;
    this.#keybindings = read;
    this.#options.log.info('keybindings changed', { entries: read.bindings.length, problems: read.problems.length });
    this.#options.onChange(read);
  }

  /** The folder, because editors replace files. Without a watch the keys still come with a change here or a new start. */
  #watch(): FSWatcher | null {
    const { folder, clock, log } = this.#options;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name !== null && name !== KEYBINDINGS_FILE) return;
        this.#cancel();
        this.#cancel = clock.after(SETTLE_MS, () => this.#refresh());
      });
      watcher.on('error', (error) => log.warn('the keybindings are no longer watched', { message: messageOf(error) }));
      return watcher;
    } catch (error) {
      log.warn('the keybindings cannot be watched', { message: messageOf(error) });
      return null;
    }
  }
}

/** Empty when there is no file, null when it is too large to be read. */
function textOf(path: string): string | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return '';
  return size > KEYBINDINGS_BYTES_MAX ? null : readFileSync(path, 'utf8');
}

/** A link goes on pointing where it points. */
const targetOf = (path: string) => (statSync(path, { throwIfNoEntry: false }) ? realpathSync(path) : path);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
