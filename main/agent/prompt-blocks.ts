import { pathToFileURL } from 'node:url';
import type { AgentAbility } from '../../protocol/agent.ts';
import { type Attachment, type AttachmentId, imageMimeOf, isImage } from '../../protocol/attachment.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Failure } from '../../protocol/turn.ts';
import { createLogger } from '../log/log.ts';
import { textOf } from './plain-text.ts';
import type { Shape } from './shape.ts';

/** A text beyond this would crowd the prompt out of many models' windows: the agent reads the parts that it needs. */
export const EMBEDDED_BYTES_MAX = 256 * 1024;

const log = createLogger('agent/prompt-blocks');

/** Where the contents of attachments are. */
export interface AttachmentSource {
  content(id: AttachmentId): Promise<Buffer>;
  /** The path of a copy of the content under its own name; it stays as long as the attachment does. */
  place(attachment: Attachment, content: Buffer): Promise<string>;
}

/** What goes with a prompt, as the agent takes it. */
type Enclosed = {
  readonly blocks: readonly Shape[];
  /** Paths that the agent was told and may read. */
  readonly paths: readonly string[];
  /** Pictures of which it was only told the path, because it cannot look at them. */
  readonly linked: readonly string[];
};

/**
 * Attachments as content blocks: a picture where the agent takes pictures, the words of a text where it takes context,
 * and for everything else the path of a copy. Refused when one of them cannot be read any more.
 */
export async function enclose(
  attachments: readonly Attachment[],
  can: readonly AgentAbility[],
  source: AttachmentSource,
): Promise<Result<Enclosed, Failure>> {
  const enclosed: One[] = [];
  for (const attachment of attachments) {
    try {
      enclosed.push(await encloseOne(attachment, can, source));
    } catch (error) {
      log.warn('an attachment cannot be read', { message: String(error) });
      return refuse({ code: 'attachment-unreadable', message: attachment.name, detail: String(error) });
    }
  }
  return ok({
    blocks: enclosed.map(({ block }) => block),
    paths: enclosed.flatMap(({ path }) => (path === null ? [] : [path])),
    linked: enclosed.flatMap(({ linked }) => linked),
  });
}

type One = { readonly block: Shape; readonly path: string | null; readonly linked: readonly string[] };

async function encloseOne(
  attachment: Attachment,
  can: readonly AgentAbility[],
  source: AttachmentSource,
): Promise<One> {
  const { id, name, mime, bytes } = attachment;
  const content = await source.content(id);
  const image = imageMimeOf(content);
  if (image && can.includes('images')) {
    return { block: { type: 'image', mimeType: image, data: content.toString('base64') }, path: null, linked: [] };
  }
  const path = await source.place(attachment, content);
  const uri = pathToFileURL(path).href;
  const text = can.includes('context') && content.length <= EMBEDDED_BYTES_MAX ? textOf(content) : undefined;
  if (text !== undefined) {
    return { block: { type: 'resource', resource: { uri, mimeType: mime, text } }, path, linked: [] };
  }
  const linked = isImage(attachment) ? [name] : [];
  return { block: { type: 'resource_link', uri, name, mimeType: mime, size: bytes }, path, linked };
}
