import { readdirSync, writeFileSync } from 'node:fs';
import { AttachmentFiles } from '../../main/store/attachments.ts';
import { Uploads } from '../../main/store/uploads.ts';
import { ATTACHMENT_CHUNK_BYTES } from '../../protocol/attachment.ts';
import { pieceOf } from '../support/attachments.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** Sends more than the disk at this folder holds, then something small, and prints what came of it as a line of JSON. */
const [folder = ''] = process.argv.slice(2);
const clock = new FakeClock();
const files = new AttachmentFiles(folder, clock);
const uploads = new Uploads(files, clock);
const content = Buffer.alloc(2 * 1024 * 1024, 'x');

let at = 0;
let refused = await uploads.put(pieceOf(content, 1, 0, ATTACHMENT_CHUNK_BYTES));
while (refused.ok) {
  at += ATTACHMENT_CHUNK_BYTES;
  refused = await uploads.put(pieceOf(content, 1, at, at + ATTACHMENT_CHUNK_BYTES));
}
const left = readdirSync(files.folder);
const afterwards = await uploads.put(pieceOf('small', 2));
writeFileSync(1, JSON.stringify({ refused, left, afterwards }));
