import { isDefinedError, safe } from '@orpc/client';
import { ulid } from 'ulid';
import {
  ATTACHMENT_CHUNK_BYTES,
  type Attachment,
  AttachmentId,
  type AttachmentRefusal,
  attachmentMime,
  imageMimeOf,
  isImage,
} from '../../protocol/attachment.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { HostClient } from '../bridge/bridge.ts';
import { Disconnected, host } from '../stores/link.ts';
import { toBase64 } from './base64.ts';
import type { AttachmentProblem } from './problem.ts';

/** `cancelled`: the person changed their mind, which is nothing to tell them. */
type UploadFailure = AttachmentProblem | { readonly code: 'cancelled' };

type Options = {
  /** As it is to be called; the file may have no name, or one that not every system takes. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Bytes that the host has. */
  onProgress(sent: number): void;
};

/** Gives a file to the host, piece by piece. The answer comes when it is kept and a prompt may name it. */
export async function uploadFile(file: Blob, options: Options): Promise<Result<Attachment, UploadFailure>> {
  const { name, signal } = options;
  const content = await contentOf(file);
  if (!content) return refuse({ code: 'unreadable', name });
  const hash = await crypto.subtle.digest('SHA-256', content);
  const mime = imageMimeOf(content) ?? declaredMime(file.type);
  const attachment: Attachment = { id: idOf(new Uint8Array(hash)), name, mime, bytes: content.length };
  if (signal.aborted) return refuse({ code: 'cancelled' });
  try {
    return await sendPieces(host(), attachment, content, options);
  } catch (error) {
    if (error instanceof Disconnected) return refuse({ code: 'not-sent', name });
    throw error;
  }
}

async function sendPieces(
  client: HostClient,
  attachment: Attachment,
  content: Uint8Array<ArrayBuffer>,
  { signal, onProgress }: Options,
): Promise<Result<Attachment, UploadFailure>> {
  const { id, bytes, name } = attachment;
  const upload = ulid();
  for (let at = 0; ; at += ATTACHMENT_CHUNK_BYTES) {
    const data = toBase64(content.subarray(at, at + ATTACHMENT_CHUNK_BYTES));
    const { error, data: answer } = await safe(client.attachments.put({ upload, id, bytes, at, data }));
    if (signal.aborted) {
      await safe(client.attachments.cancel({ upload }));
      return refuse({ code: 'cancelled' });
    }
    if (error) return refuse(isDefinedError(error) ? problemOf(error.data, name) : { code: 'not-sent', name });
    if (answer.stored) return ok(attachment);
    onProgress(Math.min(bytes, at + ATTACHMENT_CHUNK_BYTES));
  }
}

function problemOf(refusal: AttachmentRefusal, name: string): AttachmentProblem {
  switch (refusal.code) {
    case 'disk-failing':
      return { ...refusal, name };
    case 'too-many-uploads':
    case 'not-as-promised':
      return { code: refusal.code, name };
    case 'upload-broken':
    case 'unknown-attachment':
      return { code: 'not-sent', name };
  }
}

/** Undefined when it cannot be read: it was moved meanwhile, or is a folder after all. */
async function contentOf(file: Blob): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

/** What only calls itself a picture is sent as a file. */
function declaredMime(type: string): string {
  const mime = attachmentMime(type);
  return isImage({ mime }) ? 'application/octet-stream' : mime;
}

const idOf = (hash: Uint8Array): AttachmentId =>
  AttachmentId.parse(Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''));
