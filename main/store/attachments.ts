import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ATTACHMENT_CHUNK_BYTES,
  type Attachment,
  AttachmentId,
  type AttachmentRefusal,
} from '../../protocol/attachment.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { AttachmentIndex } from '../session/ports.ts';
import { syncFolder } from '../whole-file.ts';

/** The folder in the data folder that holds what was attached, each file under its hash. */
export const ATTACHMENTS_FOLDER = 'attachments';
/** Below it: copies with their real names, for agents that are given a path. */
const NAMED_FOLDER = 'named';
/** How a file is called until the whole of it is on the disk. */
export const UNFINISHED_SUFFIX = '.part';
/** A draft may wait over a holiday with its files; what nobody named or looked at for so long goes. */
export const UNUSED_MS = 7 * 24 * 60 * 60_000;
/** How exactly the last use is known: writing it down each time would cost a write for every look. */
const USE_MS = 60 * 60_000;

const log = createLogger('store/attachments');

const UNKNOWN = refuse({ code: 'unknown-attachment', name: null } as const);

type Kept = { readonly bytes: number; readonly usedAt: number };

/**
 * What was attached to prompts: files that never change, named by the hash of what is in them. Which there are is known
 * without asking the disk, so that a command can be refused in the step in which it is decided.
 */
export class AttachmentFiles implements AttachmentIndex {
  readonly folder: string;
  readonly #clock: Clock;
  readonly #kept = new Map<AttachmentId, Kept>();

  /** Reads what an earlier process kept, and clears away what it did not finish. */
  constructor(dataFolder: string, clock: Clock) {
    this.folder = join(dataFolder, ATTACHMENTS_FOLDER);
    this.#clock = clock;
    for (const name of existsSync(this.folder) ? readdirSync(this.folder) : []) {
      const id = AttachmentId.safeParse(name);
      if (id.success) this.#find(id.data);
      else if (name.endsWith(UNFINISHED_SUFFIX)) rmSync(join(this.folder, name), { force: true });
    }
  }

  knows({ id, bytes }: Pick<Attachment, 'id' | 'bytes'>): boolean {
    if (this.#kept.get(id)?.bytes !== bytes) return false;
    this.#use(id);
    return true;
  }

  sweep(named: () => ReadonlySet<AttachmentId>): void {
    const before = this.#clock.now() - UNUSED_MS;
    const old = [...this.#kept].filter(([, { usedAt }]) => usedAt < before);
    if (old.length === 0) return;
    const used = named();
    for (const [id] of old) if (!used.has(id)) this.#forget(id);
  }

  /** At most {@link ATTACHMENT_CHUNK_BYTES} from a byte on. What somebody else took away is unknown, and can be put again. */
  async read(
    id: AttachmentId,
    from: number,
  ): Promise<Result<{ readonly data: string; readonly bytes: number }, AttachmentRefusal>> {
    const kept = this.#kept.get(id);
    if (!kept) return UNKNOWN;
    this.#use(id);
    const length = Math.max(0, Math.min(ATTACHMENT_CHUNK_BYTES, kept.bytes - from));
    let file: FileHandle;
    try {
      file = await open(this.#pathOf(id), 'r');
    } catch (error) {
      if (this.#missed(id, error)) return UNKNOWN;
      throw error;
    }
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return ok({ data: buffer.toString('base64', 0, bytesRead), bytes: kept.bytes });
    } finally {
      await file.close();
    }
  }

  /** All of it. Rejects when somebody else took the file away; then it can be put again. */
  async content(id: AttachmentId): Promise<Buffer> {
    try {
      return await readFile(this.#pathOf(id));
    } catch (error) {
      this.#missed(id, error);
      throw error;
    }
  }

  /**
   * The path of a copy of the content under its own name, for an agent to read. It is made anew each time, so that what
   * an agent did to an earlier one is nobody's content, and stays as long as the attachment: a conversation may come back
   * to it.
   */
  async place({ id, name }: Attachment, content: Buffer): Promise<string> {
    const folder = join(this.folder, NAMED_FOLDER, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    const unfinished = join(folder, `${randomUUID()}${UNFINISHED_SUFFIX}`); // two sessions may send it at once
    try {
      await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    return path;
  }

  /** Makes the folder when there is none yet. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Takes over a file that is whole and on the disk. From then on commands may name it. */
  async adopt(unfinished: string, id: AttachmentId, bytes: number): Promise<void> {
    await rename(unfinished, this.#pathOf(id));
    syncFolder(this.folder);
    this.#kept.set(id, { bytes, usedAt: this.#clock.now() });
  }

  #find(id: AttachmentId): void {
    const facts = statSync(this.#pathOf(id));
    if (facts.isFile()) this.#kept.set(id, { bytes: facts.size, usedAt: facts.mtimeMs });
  }

  #use(id: AttachmentId): void {
    const kept = this.#kept.get(id);
    const now = this.#clock.now();
    if (!kept || now - kept.usedAt < USE_MS) return;
    this.#kept.set(id, { ...kept, usedAt: now });
    this.#onDisk('the use of an attachment was not noted', () =>
      utimesSync(this.#pathOf(id), now / 1_000, now / 1_000),
    );
  }

  /** Answers whether the error says that the file is gone; then it is known no more. */
  #missed(id: AttachmentId, error: unknown): boolean {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (gone && this.#kept.delete(id)) log.warn('an attachment has vanished', { id });
    return gone;
  }

  #forget(id: AttachmentId): void {
    this.#kept.delete(id);
    this.#onDisk('an attachment was not removed', () => {
      rmSync(join(this.folder, NAMED_FOLDER, id), { recursive: true, force: true });
      rmSync(this.#pathOf(id), { force: true });
    });
  }

  /** Keeping house is tried again another day, and must not end what a person is doing. */
  #onDisk(fact: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      log.warn(fact, { message: String(error) });
    }
  }

  readonly #pathOf = (id: AttachmentId) => join(this.folder, id);
}
