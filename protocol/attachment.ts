import { z } from 'zod';
import type { SessionId } from './ids.ts';

/** What a person can look over above a prompt; more is a folder, which an agent reads by itself. */
export const ATTACHMENTS_MAX = 20;
/** The pictures and documents of a working day; what is larger is named by its path instead. */
export const ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024;
/** Of one prompt together: providers take requests of about this size, and an agent gets all of it in one message. */
export const PROMPT_BYTES_MAX = 24 * 1024 * 1024;
/** Bytes of one message up or down: far below what a shell takes, and short enough that streams go on between two. */
export const ATTACHMENT_CHUNK_BYTES = 192 * 1024;
/** As many characters fit into the 255 bytes that file systems give a name, whatever script they are of. */
export const ATTACHMENT_NAME_CHARS_MAX = 80;
const MIME_CHARS_MAX = 100;

/** What cannot stand in a file name on every system that Skein runs on. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_IN_NAMES = /[\u0000-\u001f\u007f/\\:*?"<>|]/;
const NOT_IN_NAMES_EACH = new RegExp(NOT_IN_NAMES.source, 'g');
const MIME = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** The SHA-256 of the content in lower-case hex: the same file is kept once, and an id says what was meant. */
export const AttachmentId = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

/** A file that goes with a prompt. Its content is kept by the host; this much of it travels. */
export const Attachment = z.object({
  id: AttachmentId,
  /** A name and never a path. */
  name: z
    .string()
    .min(1)
    .max(ATTACHMENT_NAME_CHARS_MAX)
    .refine((name) => !NOT_IN_NAMES.test(name) && name !== '.' && name !== '..'),
  mime: z.string().max(MIME_CHARS_MAX).regex(MIME),
  bytes: z.int().min(0).max(ATTACHMENT_BYTES_MAX),
});
export type Attachment = Readonly<z.infer<typeof Attachment>>;

/** Those of one prompt, in the order in which they were attached. */
export const Attachments = z.array(Attachment).max(ATTACHMENTS_MAX);

/** What is asked: words, files, or both. No attachments are the same as none given. */
export type Prompted = {
  readonly text: string;
  readonly attachments?: readonly Attachment[] | undefined;
  /** The session whose agent asks it; absent: a person does. */
  readonly from?: SessionId | undefined;
};

/** Those of a prompt, or of an item that keeps one. */
export const attachmentsOf = (asked: Pick<Prompted, 'attachments'>): readonly Attachment[] => asked.attachments ?? [];

/** What a prompt is besides its words, as fields to be spread; no field for what there is not. */
export function besideWords({ attachments = [], from }: Omit<Prompted, 'text'>): BesideWords {
  return { ...(attachments.length > 0 && { attachments }), ...(from !== undefined && { from }) };
}

type BesideWords = { readonly attachments?: readonly Attachment[]; readonly from?: SessionId };

/** A name that every file system takes, with its ending kept. */
export function attachmentName(given: string): string {
  const clean = given.replace(NOT_IN_NAMES_EACH, '_').trim();
  if (/^\.{0,2}$/.test(clean)) return 'file';
  if (clean.length <= ATTACHMENT_NAME_CHARS_MAX) return clean;
  const ending = /\.[^.]{1,15}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, ATTACHMENT_NAME_CHARS_MAX - ending.length).toWellFormed() + ending;
}

/** A media type without its parameters; what is odd is any file at all. */
export function attachmentMime(given: string): string {
  const type = given.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type.length <= MIME_CHARS_MAX && MIME.test(type) ? type : 'application/octet-stream';
}

/** Pictures that agents and windows understand. */
const IMAGE_MIMES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
type ImageMime = (typeof IMAGE_MIMES)[number];

export const isImage = ({ mime }: Pick<Attachment, 'mime'>): boolean => IMAGE_MIMES.some((known) => known === mime);

/** Bytes that a content must have for {@link imageMimeOf} to know it. */
const SIGNATURE_BYTES = 12;

/** Which picture a content is, by how it begins: names and declared types are not always true. */
export function imageMimeOf(content: Uint8Array): ImageMime | undefined {
  const latin = String.fromCharCode(...content.subarray(0, SIGNATURE_BYTES));
  if (latin.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (latin.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (latin.startsWith('GIF87a') || latin.startsWith('GIF89a')) return 'image/gif';
  return latin.startsWith('RIFF') && latin.slice(8) === 'WEBP' ? 'image/webp' : undefined;
}

/** A piece of a file on its way up. The first one is at 0; the one that makes it whole is answered when it is kept. */
export const AttachmentPiece = z.object({
  /** Names this way up and no other; made by the sender. */
  upload: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  id: AttachmentId,
  /** Of the whole file. */
  bytes: z.int().min(0).max(ATTACHMENT_BYTES_MAX),
  at: z.int().min(0).max(ATTACHMENT_BYTES_MAX),
  /** Base64, as every transport carries text. */
  data: z.base64().max(4 * Math.ceil(ATTACHMENT_CHUNK_BYTES / 3)),
});
export type AttachmentPiece = Readonly<z.infer<typeof AttachmentPiece>>;

export type AttachmentRefusal =
  | { readonly code: 'unknown-attachment'; readonly name: string | null } // never stored, or swept; null: asked for by its id
  | { readonly code: 'not-as-promised' } // the content has another hash or length than was said
  | { readonly code: 'upload-broken' } // a piece is missing: the sender begins again
  | { readonly code: 'too-many-uploads' }
  | { readonly code: 'disk-failing'; readonly message: string }; // nothing was kept
