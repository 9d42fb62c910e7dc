import { createHash } from 'node:crypto';
import type { Uploads } from '../../main/store/uploads.ts';
import { type Attachment, AttachmentId, type AttachmentPiece } from '../../protocol/attachment.ts';
import { ulidOf } from './arbitraries.ts';

/** A picture of one transparent pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** What travels of a content. */
export const attachmentOf = (content: string | Buffer, name = 'notes.md', mime = 'text/markdown'): Attachment => ({
  id: AttachmentId.parse(createHash('sha256').update(content).digest('hex')),
  name,
  mime,
  bytes: Buffer.byteLength(content),
});

/** A content, or from one byte up to another of it, as it goes up. */
export function pieceOf(content: string | Buffer, upload = 1, at = 0, to?: number): AttachmentPiece {
  const { id, bytes } = attachmentOf(content);
  const data = Buffer.from(content).subarray(at, to).toString('base64');
  return { upload: ulidOf(upload), id, bytes, at, data };
}

/** Gives a content to the host in one piece; throws when it is refused. */
export async function putWhole(uploads: Uploads, content: string | Buffer, upload = 1): Promise<AttachmentId> {
  const put = await uploads.put(pieceOf(content, upload));
  if (!put.ok || !put.value.stored) throw new Error(`Not stored: ${JSON.stringify(put)}`);
  return attachmentOf(content).id;
}
