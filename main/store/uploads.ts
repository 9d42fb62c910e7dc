import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttachmentPiece, AttachmentRefusal } from '../../protocol/attachment.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { type AttachmentFiles, UNFINISHED_SUFFIX } from './attachments.ts';
import { troubleOf } from './trouble.ts';

/** Ways up at a time, of all windows together: a window sends a few files at once. */
export const UPLOADS_MAX = 32;
/** A sender that is there sends the next piece in far less. */
export const UPLOAD_IDLE_MS = 60_000;

const log = createLogger('store/uploads');

type Put = Result<{ readonly stored: boolean }, AttachmentRefusal>;

type Upload = {
  readonly piece: Pick<AttachmentPiece, 'upload' | 'id' | 'bytes'>;
  readonly path: string;
  readonly file: FileHandle;
  readonly hash: Hash;
  at: number;
  /** A piece is being written: the next one must wait for its answer. */
  busy: boolean;
  /** Takes the end for want of pieces back. */
  waits: () => void;
};

/** Files on their way up: in pieces, beside those that are kept, until the last piece proves what they are. */
export class Uploads {
  readonly #files: AttachmentFiles;
  readonly #clock: Clock;
  readonly #uploads = new Map<string, Upload>();
  /** What is being cleared away. */
  readonly #leaving = new Set<Promise<void>>();
  /** First pieces whose file is being made. */
  #opening = 0;

  constructor(files: AttachmentFiles, clock: Clock) {
    this.#files = files;
    this.#clock = clock;
  }

  /** The answer to the last piece means: on the disk, under its hash. What is kept already is not sent again. */
  async put(piece: AttachmentPiece): Promise<Put> {
    if (piece.at === 0 && this.#files.knows(piece)) {
      await this.cancel(piece.upload);
      return ok({ stored: true });
    }
    const upload = piece.at === 0 ? await this.#begin(piece) : ok(this.#uploads.get(piece.upload));
    if (!upload.ok) return upload;
    if (!upload.value || !continues(upload.value, piece)) {
      await this.cancel(piece.upload);
      return refuse({ code: 'upload-broken' });
    }
    return this.#take(upload.value, piece);
  }

  async cancel(name: string): Promise<void> {
    const upload = this.#uploads.get(name);
    if (upload) await this.#drop(upload);
  }

  /** Gives up whatever is on its way. */
  async close(): Promise<void> {
    for (const upload of this.#uploads.values()) void this.#drop(upload);
    await Promise.all(this.#leaving);
  }

  async #begin(piece: AttachmentPiece): Promise<Result<Upload | undefined, AttachmentRefusal>> {
    if (this.#uploads.has(piece.upload)) return ok(undefined);
    if (this.#uploads.size + this.#opening >= UPLOADS_MAX) return refuse({ code: 'too-many-uploads' });
    const path = join(this.#files.folder, piece.upload + UNFINISHED_SUFFIX);
    this.#opening += 1;
    try {
      await this.#files.prepare();
      const file = await open(path, 'wx', 0o600);
      const hash = createHash('sha256');
      const upload = { piece, path, file, hash, at: 0, busy: false, waits: () => undefined };
      this.#uploads.set(piece.upload, upload);
      return ok(upload);
    } catch (error) {
      return refuse(refusalOf(error));
    } finally {
      this.#opening -= 1;
    }
  }

  async #take(upload: Upload, piece: AttachmentPiece): Promise<Put> {
    upload.waits();
    upload.busy = true;
    const data = Buffer.from(piece.data, 'base64');
    if (upload.at + data.length > piece.bytes) return this.#refuse(upload, { code: 'not-as-promised' });
    try {
      await upload.file.appendFile(data);
      if (this.#uploads.get(piece.upload) !== upload) return refuse({ code: 'upload-broken' }); // given up meanwhile
      upload.hash.update(data);
      upload.at += data.length;
      if (upload.at === piece.bytes) return await this.#finish(upload);
    } catch (error) {
      return this.#refuse(upload, refusalOf(error));
    }
    upload.busy = false;
    upload.waits = this.#clock.after(UPLOAD_IDLE_MS, () => void this.cancel(piece.upload));
    return ok({ stored: false });
  }

  async #finish(upload: Upload): Promise<Put> {
    const { id, bytes } = upload.piece;
    if (upload.hash.digest('hex') !== id) return this.#refuse(upload, { code: 'not-as-promised' });
    this.#uploads.delete(upload.piece.upload); // from here on it is not given up any more
    await upload.file.sync();
    await upload.file.close();
    await this.#files.adopt(upload.path, id, bytes);
    return ok({ stored: true });
  }

  async #refuse(upload: Upload, refusal: AttachmentRefusal): Promise<Put> {
    await this.#drop(upload);
    return refuse(refusal);
  }

  async #drop(upload: Upload): Promise<void> {
    upload.waits();
    this.#uploads.delete(upload.piece.upload);
    const leaving = clear(upload);
    this.#leaving.add(leaving);
    await leaving;
    this.#leaving.delete(leaving);
  }
}

async function clear({ file, path }: Upload): Promise<void> {
  try {
    await file.close();
    await rm(path, { force: true });
  } catch (error) {
    log.warn('an upload was not cleared away', { message: String(error) });
  }
}

const continues = ({ piece, at, busy }: Upload, next: AttachmentPiece): boolean =>
  !busy && at === next.at && piece.id === next.id && piece.bytes === next.bytes;

/** Throws on what is not the disk's doing. */
function refusalOf(error: unknown): AttachmentRefusal {
  const trouble = troubleOf(error);
  if (trouble?.kind !== 'disk') throw error;
  log.warn('an upload was not written', { message: trouble.trouble.message });
  return trouble.trouble;
}
