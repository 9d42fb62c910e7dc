import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { AttachmentFiles, UNFINISHED_SUFFIX, UNUSED_MS } from '../../main/store/attachments.ts';
import { UPLOAD_IDLE_MS, UPLOADS_MAX, Uploads } from '../../main/store/uploads.ts';
import { ATTACHMENT_CHUNK_BYTES, type AttachmentId, type AttachmentPiece } from '../../protocol/attachment.ts';
import { attachmentOf, pieceOf, putWhole } from '../support/attachments.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { freshFolder } from './fresh.ts';

let folder: string;
let clock: FakeClock;
let files: AttachmentFiles;
let uploads: Uploads;
beforeEach(() => {
  folder = freshFolder();
  clock = new FakeClock();
  files = new AttachmentFiles(folder, clock);
  uploads = new Uploads(files, clock);
  onTestFinished(() => uploads.close());
});

const kept = () => (existsSync(files.folder) ? readdirSync(files.folder).sort() : []);
const put = (piece: AttachmentPiece) => uploads.put(piece);
const NONE: ReadonlySet<AttachmentId> = new Set();

async function contentOf(id: AttachmentId): Promise<string> {
  const pieces: Buffer[] = [];
  for (let from = 0; ; ) {
    const read = await files.read(id, from);
    if (!read.ok) throw new Error(read.refusal.code);
    const piece = Buffer.from(read.value.data, 'base64');
    pieces.push(piece);
    from += piece.length;
    if (from >= read.value.bytes) return Buffer.concat(pieces).toString();
  }
}

test('[S4.4] a file goes up in pieces, is kept under its hash for its owner alone, and comes back in pages', async () => {
  const content = 'x'.repeat(ATTACHMENT_CHUNK_BYTES + 7);
  const { id } = attachmentOf(content);
  expect(await put(pieceOf(content, 1, 0, ATTACHMENT_CHUNK_BYTES))).toEqual({ ok: true, value: { stored: false } });
  expect(kept()).toEqual([expect.stringMatching(/\.part$/)]);
  expect(files.knows(attachmentOf(content))).toBe(false);
  expect(await put(pieceOf(content, 1, ATTACHMENT_CHUNK_BYTES))).toEqual({ ok: true, value: { stored: true } });
  expect(kept()).toEqual([id]);
  expect(statSync(join(files.folder, id)).mode & 0o777).toBe(0o600);
  expect(statSync(files.folder).mode & 0o777).toBe(0o700);
  expect(await contentOf(id)).toBe(content);
  expect(files.knows(attachmentOf(content))).toBe(true);
  expect(files.knows({ ...attachmentOf(content), bytes: 1 })).toBe(false);
});

test('[S4.4] what is kept already is not sent again, and an empty file is a file', async () => {
  await putWhole(uploads, 'again');
  expect(await put(pieceOf('again', 2, 0, 1))).toEqual({ ok: true, value: { stored: true } });
  expect(await contentOf(await putWhole(uploads, '', 3))).toBe('');
  expect(kept()).toHaveLength(2);
});

test('[S4.4] a content with another hash or more bytes than promised is refused, and nothing of it stays', async () => {
  const refused = { ok: false, refusal: { code: 'not-as-promised' } };
  expect(await put({ ...pieceOf('this'), data: Buffer.from('that').toString('base64') })).toEqual(refused);
  expect(await put({ ...pieceOf('this', 2), bytes: 3 })).toEqual(refused);
  expect(kept()).toEqual([]);
  expect(files.knows(attachmentOf('this'))).toBe(false);
});

test('[S4.4] a piece that is missing, comes twice or belongs to another file breaks the upload', async () => {
  const broken = { ok: false, refusal: { code: 'upload-broken' } };
  expect(await put(pieceOf('abcdef', 1, 3))).toEqual(broken);
  await put(pieceOf('abcdef', 2, 0, 2));
  expect(await put(pieceOf('abcdef', 2, 4))).toEqual(broken);
  expect(await put(pieceOf('abcdef', 2, 2))).toEqual(broken); // it was given up
  await put(pieceOf('abcdef', 3, 0, 2));
  const [one, two] = await Promise.all([put(pieceOf('abcdef', 3, 2, 4)), put(pieceOf('abcdef', 3, 2, 4))]);
  expect([one, two]).toContainEqual(broken);
  await put(pieceOf('abcdef', 4, 0, 2));
  expect(await put({ ...pieceOf('uvwxyz', 4, 2), upload: pieceOf('abcdef', 4).upload })).toEqual(broken);
  expect(kept()).toEqual([]);
});

test('[S4.4] only so many are on their way at a time; one that is given up or stalls makes room', async () => {
  const all = Array.from({ length: UPLOADS_MAX }, (_, n) => pieceOf(`file ${n}`, n + 1, 0, 1));
  await Promise.all(all.map(put));
  const more = pieceOf('one more', 100, 0, 1);
  expect(await put(more)).toEqual({ ok: false, refusal: { code: 'too-many-uploads' } });
  await uploads.cancel(all[0]?.upload ?? '');
  expect((await put(more)).ok).toBe(true);
  expect(kept()).toHaveLength(UPLOADS_MAX);
  clock.advance(UPLOAD_IDLE_MS);
  await uploads.close();
  expect(kept()).toEqual([]);
});

test('[S4.4] after a crash before the end of an upload nothing is half there', async () => {
  const content = 'whole';
  const { id } = attachmentOf(content);
  await putWhole(uploads, 'kept before');
  writeFileSync(join(files.folder, `${pieceOf(content).upload}${UNFINISHED_SUFFIX}`), content); // written, not renamed
  const later = new AttachmentFiles(folder, clock);
  expect(kept()).toEqual([attachmentOf('kept before').id]);
  expect(later.knows(attachmentOf(content))).toBe(false);
  expect(await later.read(id, 0)).toEqual({ ok: false, refusal: { code: 'unknown-attachment', name: null } });
  expect(later.knows(attachmentOf('kept before'))).toBe(true);
});

test('[S4.4] what somebody else took away is unknown once it was missed, and is put again', async () => {
  const unknown = { ok: false, refusal: { code: 'unknown-attachment', name: null } };
  for (const miss of [
    async (id: AttachmentId) => expect(await files.read(id, 0)).toEqual(unknown),
    (id: AttachmentId) => expect(files.content(id)).rejects.toThrow('ENOENT'),
  ]) {
    const id = await putWhole(uploads, 'here');
    rmSync(join(files.folder, id));
    await miss(id);
    expect(files.knows(attachmentOf('here'))).toBe(false);
    await putWhole(uploads, 'here');
    expect(await contentOf(id)).toBe('here');
  }
});

test('[S4.4] a named copy that cannot be made leaves nothing half there', async () => {
  const notes = attachmentOf('notes');
  await putWhole(uploads, 'notes');
  const named = join(files.folder, 'named', notes.id);
  mkdirSync(join(named, notes.name), { recursive: true }); // nothing can take its place
  await expect(files.place(notes, Buffer.from('notes'))).rejects.toThrow();
  expect(readdirSync(named)).toEqual([notes.name]);
});

test('[S4.4] what nobody names goes when it was not used for a while, with its named copies; the rest stays', async () => {
  const [named, looked, old] = [attachmentOf('named'), attachmentOf('looked at'), attachmentOf('old')];
  for (const [n, content] of ['named', 'looked at', 'old'].entries()) await putWhole(uploads, content, n + 1);
  const copy = await files.place(old, Buffer.from('old'));
  clock.advance(UNUSED_MS);
  files.sweep(() => NONE);
  expect(files.knows(named) && files.knows(old)).toBe(true); // not yet, and both are used by asking

  clock.advance(UNUSED_MS);
  await files.read(looked.id, 0);
  clock.advance(1);
  const asked: string[] = [];
  files.sweep(() => {
    asked.push('names');
    return new Set([named.id]);
  });
  expect(asked).toEqual(['names']);
  expect(files.knows(named)).toBe(true);
  expect(files.knows(looked)).toBe(true);
  expect(files.knows(old)).toBe(false);
  expect(existsSync(copy)).toBe(false);
  expect(kept()).toEqual([named.id, looked.id, 'named'].sort());
});

test('[S4.4] when a file was last used is known after a restart, too', async () => {
  await putWhole(uploads, 'drafted');
  clock.advance(UNUSED_MS);
  expect(files.knows(attachmentOf('drafted'))).toBe(true);
  clock.advance(1);
  const later = new AttachmentFiles(folder, clock);
  later.sweep(() => NONE);
  expect(later.knows(attachmentOf('drafted'))).toBe(true);
});

test('[S4.4] an agent gets a copy under its own name, as it was, whatever was done to the one before', async () => {
  const attachment = { ...attachmentOf('as it was'), name: 'Grüße & 报告.md' };
  await putWhole(uploads, 'as it was');
  const place = () => files.place(attachment, Buffer.from('as it was'));
  const path = await place();
  expect(path.endsWith('/Grüße & 报告.md')).toBe(true);
  writeFileSync(path, 'scribbled over');
  expect(await Promise.all([place(), place()])).toEqual([path, path]);
  expect(readFileSync(path, 'utf8')).toBe('as it was');
  expect(readdirSync(join(path, '..'))).toEqual([attachment.name]);
  expect(readFileSync(join(files.folder, attachment.id), 'utf8')).toBe('as it was');
});

test('[S4.4] on a full disk an upload is refused with the reason, and nothing half stays', async () => {
  const script = join(import.meta.dirname, 'failing-upload.ts');
  const namespace = process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-rm'];
  const inside = `mount -t tmpfs -o size=1m none "$1" && exec "$2" "$3" "$1"`;
  const [command = '', ...args] = [...namespace, 'sh', '-ec', inside, 'sh', folder, process.execPath, script];
  const { stdout } = await promisify(execFile)(command, args);
  expect(JSON.parse(stdout)).toEqual({
    refused: { ok: false, refusal: { code: 'disk-failing', message: 'The disk is full.' } },
    left: [],
    afterwards: { ok: true, value: { stored: true } },
  });
});
