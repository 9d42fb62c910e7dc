import { readdirSync } from 'node:fs';
import { createRouterClient } from '@orpc/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { createRouter } from '../../../main/api.ts';
import { AttachmentFiles } from '../../../main/store/attachments.ts';
import { Uploads } from '../../../main/store/uploads.ts';
import { ATTACHMENT_CHUNK_BYTES, type AttachmentPiece } from '../../../protocol/attachment.ts';
import { uploadFile } from '../../../renderer/attachments/upload.ts';
import { useLink } from '../../../renderer/stores/link.ts';
import { freshFolder } from '../../store/fresh.ts';
import { attachmentOf, PNG } from '../../support/attachments.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHost } from '../../support/fake-host.ts';
import { quietLog } from '../../support/session-host.ts';

let uploads: Uploads;
let files: AttachmentFiles;
beforeEach(() => {
  files = new AttachmentFiles(freshFolder(), new FakeClock());
  uploads = new Uploads(files, new FakeClock());
  const attachments = {
    put: (piece: AttachmentPiece) => uploads.put(piece),
    cancel: (upload: string) => uploads.cancel(upload),
    read: (...of: Parameters<AttachmentFiles['read']>) => files.read(...of),
  };
  const client = createRouterClient(createRouter(Object.assign(new FakeHost(), { attachments }), quietLog));
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
});

const LARGE = 'x'.repeat(2 * ATTACHMENT_CHUNK_BYTES + 1);
const quiet = () => undefined;
const signal = new AbortController().signal;

test('[S4.4] a window gives a file to the host as it is, tells how far it is, and calls it what it really is', async () => {
  const sent: number[] = [];
  const options = { name: 'large.md', signal, onProgress: (bytes: number) => sent.push(bytes) };
  const uploaded = await uploadFile(new Blob([LARGE], { type: 'text/markdown' }), options);
  expect(uploaded).toEqual({ ok: true, value: attachmentOf(LARGE, 'large.md') });
  expect(files.knows(attachmentOf(LARGE))).toBe(true);
  expect(sent).toEqual([ATTACHMENT_CHUNK_BYTES, 2 * ATTACHMENT_CHUNK_BYTES]);

  const named = { name: 'a', signal, onProgress: quiet };
  const mimeOf = async (content: string | Buffer<ArrayBuffer>, type: string) => {
    const one = await uploadFile(new Blob([content], { type }), named);
    return one.ok ? one.value.mime : one.refusal;
  };
  expect(await mimeOf(Buffer.from(PNG), 'text/plain')).toBe('image/png');
  expect(await mimeOf('no picture', 'image/png')).toBe('application/octet-stream');
  expect(await mimeOf('words', 'text/plain;charset=utf-8')).toBe('text/plain');
});

test('[S4.4] an upload that is cancelled on its way is given up on both sides', async () => {
  const change = new AbortController();
  const options = { name: 'large.md', signal: change.signal, onProgress: () => change.abort() };
  expect(await uploadFile(new Blob([LARGE]), options)).toEqual({ ok: false, refusal: { code: 'cancelled' } });
  expect(readdirSync(files.folder)).toEqual([]);
});

test('[S4.4] what cannot be read, or has no host to go to, is told by its name', async () => {
  const options = { name: 'gone.md', signal, onProgress: quiet };
  const moved = new Blob(['a']);
  moved.arrayBuffer = () => Promise.reject(new DOMException('It was moved', 'NotReadableError'));
  expect(await uploadFile(moved, options)).toEqual({ ok: false, refusal: { code: 'unreadable', name: 'gone.md' } });

  vi.spyOn(uploads, 'put').mockResolvedValue({
    ok: false,
    refusal: { code: 'disk-failing', message: 'The disk is full.' },
  });
  const full = { code: 'disk-failing', name: 'gone.md', message: 'The disk is full.' };
  expect(await uploadFile(new Blob(['a']), options)).toEqual({ ok: false, refusal: full });

  useLink.setState({ kind: 'connecting' }, true);
  expect(await uploadFile(new Blob(['a']), options)).toEqual({
    ok: false,
    refusal: { code: 'not-sent', name: 'gone.md' },
  });
});
