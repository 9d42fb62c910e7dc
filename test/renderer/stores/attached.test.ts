import { expect, test, vi } from 'vitest';
import { ATTACHMENT_CHUNK_BYTES, type AttachmentPiece } from '../../../protocol/attachment.ts';
import type { HostClient } from '../../../renderer/bridge/bridge.ts';
import { attachmentOf } from '../../support/attachments.ts';
import { emptyHead } from '../../support/history.ts';

/** What the window has written down, in order. */
const written: string[] = [];
vi.stubGlobal('localStorage', { getItem: () => null, setItem: (_: string, value: string) => written.push(value) });

const { useLink } = await import('../../../renderer/stores/link.ts');
const { attachFiles } = await import('../../../renderer/stores/attached.ts');

const LARGE = 'x'.repeat(5 * ATTACHMENT_CHUNK_BYTES);

test('[S4.4] what is attached is written down when it has changed, not with every piece of a file', async () => {
  const pieces: number[] = [];
  const put = async ({ at, bytes }: AttachmentPiece) => {
    pieces.push(at);
    return { stored: at + ATTACHMENT_CHUNK_BYTES >= bytes };
  };
  const client = { attachments: { put } } as unknown as HostClient;
  useLink.setState({ kind: 'open', client, closed: new AbortController().signal }, true);
  attachFiles(emptyHead.id, [new File([LARGE], 'large.md', { type: 'text/markdown' })]);
  const drafts = JSON.stringify({ [emptyHead.id]: [attachmentOf(LARGE, 'large.md')] });
  await vi.waitFor(() => expect(written).toContain(drafts));
  expect(pieces).toHaveLength(5);
  expect(written).toEqual([...new Set(written)]);
});
