import { safe } from '@orpc/client';
import { useEffect, useState } from 'react';
import type { Attachment, AttachmentId } from '../../protocol/attachment.ts';
import { Disconnected, host, useLink } from '../stores/link.ts';
import { fromBase64 } from './base64.ts';

/** What a window keeps of contents that nothing shows at the moment: a screen or two of pictures. */
const IDLE_BYTES_MAX = 48 * 1024 * 1024;

/** `gone`: the host does not have it. `waiting`: also while there is no connection. */
export type Content =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'here'; readonly blob: Blob; readonly url: string }
  | { readonly kind: 'gone' };

type Held = { readonly content: Promise<Content>; bytes: number; users: number };

/** Those that were asked for, the one that was let go of last at the end. */
const held = new Map<AttachmentId, Held>();
const WAITING: Content = { kind: 'waiting' };

/** The content of an attachment for as long as the component is shown; asked for anew when the connection is back. */
export function useContent(attachment: Attachment): Content {
  const connected = useLink((link) => link.kind === 'open');
  const [content, setContent] = useState<Content>(WAITING);
  const { id, mime, bytes } = attachment;
  useEffect(() => {
    let shown = true;
    const one = take(id, mime, bytes, connected);
    void one.content.then((next) => {
      if (shown) setContent(next);
    });
    return () => {
      shown = false;
      letGo(id, one);
    };
  }, [id, mime, bytes, connected]);
  return content;
}

/** What was just attached need not come back from the host to be shown. */
export function keepContent(attachment: Attachment, blob: Blob): void {
  if (held.has(attachment.id)) return;
  const typed = blob.slice(0, blob.size, attachment.mime);
  const content: Content = { kind: 'here', blob: typed, url: URL.createObjectURL(typed) };
  held.set(attachment.id, { content: Promise.resolve(content), bytes: blob.size, users: 0 });
  trim();
}

function take(id: AttachmentId, mime: string, bytes: number, connected: boolean): Held {
  const known = held.get(id);
  if (known) {
    known.users += 1;
    return known;
  }
  const fresh: Held = { content: connected ? fetchContent(id, mime) : Promise.resolve(WAITING), bytes, users: 1 };
  held.set(id, fresh);
  void fresh.content.then(({ kind }) => {
    if (kind !== 'here' && held.get(id) === fresh) held.delete(id); // asked for anew by whoever comes next
  });
  return fresh;
}

function letGo(id: AttachmentId, one: Held): void {
  one.users -= 1;
  if (held.get(id) !== one) return;
  held.delete(id);
  held.set(id, one);
  trim();
}

function trim(): void {
  const idle = [...held].filter(([, one]) => one.users === 0);
  let bytes = idle.reduce((sum, [, one]) => sum + one.bytes, 0);
  for (const [id, one] of idle) {
    if (bytes <= IDLE_BYTES_MAX) return;
    bytes -= one.bytes;
    held.delete(id);
    void one.content.then((content) => {
      if (content.kind === 'here') URL.revokeObjectURL(content.url);
    });
  }
}

async function fetchContent(id: AttachmentId, mime: string): Promise<Content> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  try {
    const client = host();
    for (let from = 0; ; ) {
      const { error, data, isDefined } = await safe(client.attachments.read({ id, from }));
      if (error) return isDefined ? { kind: 'gone' } : WAITING;
      const piece = fromBase64(data.data);
      pieces.push(piece);
      from += piece.length;
      if (from >= data.bytes || piece.length === 0) break;
    }
  } catch (error) {
    if (error instanceof Disconnected) return WAITING;
    throw error;
  }
  const blob = new Blob(pieces, { type: mime });
  return { kind: 'here', blob, url: URL.createObjectURL(blob) };
}
