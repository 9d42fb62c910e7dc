import { z } from 'zod';
import { create } from 'zustand';
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_MAX,
  type Attachment,
  Attachments,
  attachmentName,
  PROMPT_BYTES_MAX,
} from '../../protocol/attachment.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { keepContent } from '../attachments/contents.ts';
import type { AttachmentProblem } from '../attachments/problem.ts';
import { uploadFile } from '../attachments/upload.ts';
import { words } from '../words/words.ts';
import { storedJson } from './stored-json.ts';

const STORED_KEY = 'skein.attached';
/** Drafts of the sessions that were written in last, as of their words. */
const DRAFTS_MAX = 100;

/** A file beside a draft. `sent`: bytes of it that the host has so far. `attachment`: null until it has all. */
export type Attaching = {
  readonly key: string;
  readonly name: string;
  readonly bytes: number;
  readonly sent: number;
  readonly attachment: Attachment | null;
};

export type Draft = {
  readonly files: readonly Attaching[];
  /** What could not be attached last, until something else is done. */
  readonly problem: AttachmentProblem | null;
  /** Read out to who cannot see the chips. */
  readonly said: string;
};

const EMPTY: Draft = { files: [], problem: null, said: '' };
const Stored = z.record(z.string(), Attachments);

/** What goes with the words of each session's draft. Like those it survives a reload; what was on its way does not. */
const useAttached = create<{ readonly drafts: Readonly<Record<string, Draft>> }>()(() => ({ drafts: stored() }));

/** By key, so that a person can change their mind. */
const uploads = new Map<string, AbortController>();
let lastKey = 0;
const newKey = (): string => {
  lastKey += 1;
  return `file-${lastKey}`;
};

export const useDraftFiles = (id: SessionId): Draft => useAttached(({ drafts }) => drafts[id] ?? EMPTY);
const draftOf = (id: SessionId): Draft => useAttached.getState().drafts[id] ?? EMPTY;

/** The files of a draft that the host has, in order. */
export const readyFiles = ({ files }: Draft): readonly Attachment[] =>
  files.flatMap(({ attachment }) => (attachment ? [attachment] : []));
export const isAttaching = ({ files }: Draft): boolean => files.some(({ attachment }) => attachment === null);

/** Attaches files in this order, as far as they can be; of those that cannot the first is said. */
export function attachFiles(id: SessionId, files: readonly File[]): void {
  show(id, (draft) => ({ ...draft, problem: null }));
  for (const file of files) {
    const problem = wrongFile(draftOf(id), file);
    if (!problem) void attach(id, file);
    else if (draftOf(id).problem === null) failed(id, problem);
  }
}

/** Says why something was not attached. */
export const failed = (id: SessionId, problem: AttachmentProblem): void => show(id, (draft) => ({ ...draft, problem }));
export const dismissProblem = (id: SessionId): void => show(id, (draft) => ({ ...draft, problem: null }));

/** Puts files that the host has already behind those of the draft, as far as they fit. */
export function addAttached(id: SessionId, attachments: readonly Attachment[]): void {
  const added = attachments.map((attachment) => ({ ...readyAs(attachment), key: newKey() }));
  const again = new Set(attachments.map((attachment) => attachment.id));
  change(id, (draft) => {
    const others = draft.files.filter(({ attachment }) => !attachment || !again.has(attachment.id));
    return { ...draft, files: [...others, ...added].slice(0, ATTACHMENTS_MAX) };
  });
}

/** Takes a file off, be it there or on its way. */
export function removeFile(id: SessionId, key: string): void {
  uploads.get(key)?.abort();
  change(id, (draft) => {
    const gone = draft.files.find((file) => file.key === key);
    const files = draft.files.filter((file) => file.key !== key);
    return { files, problem: null, said: gone ? words().attachmentRemoved(gone.name) : '' };
  });
}

/** What was sent is attached no more; what came meanwhile stays, be it the same file taken back. */
export function endAttached(id: SessionId, sent: Draft): void {
  const gone = new Set(sent.files.map(({ key }) => key));
  change(id, (draft) => ({ ...EMPTY, files: draft.files.filter(({ key }) => !gone.has(key)) }));
}

async function attach(id: SessionId, file: File): Promise<void> {
  const key = newKey();
  const name = attachmentName(file.name);
  const upload = new AbortController();
  uploads.set(key, upload);
  const waiting: Attaching = { key, name, bytes: file.size, sent: 0, attachment: null };
  change(id, (draft) => ({ ...draft, files: [...draft.files, waiting] }));
  const onProgress = (sent: number) => show(id, patched(key, { sent }));
  const uploaded = await uploadFile(file, { name, signal: upload.signal, onProgress });
  uploads.delete(key);
  if (uploaded.ok) return arrived(id, key, uploaded.value, file);
  const problem = uploaded.refusal;
  change(id, (draft) => ({
    ...draft,
    files: draft.files.filter((one) => one.key !== key),
    ...(problem.code !== 'cancelled' && { problem }),
  }));
}

/** The same file twice in one prompt is one file. */
function arrived(id: SessionId, key: string, attachment: Attachment, file: File): void {
  keepContent(attachment, file);
  const twice = readyFiles(draftOf(id)).some((known) => known.id === attachment.id);
  if (twice) change(id, (draft) => ({ ...draft, files: draft.files.filter((one) => one.key !== key) }));
  else change(id, patched(key, { attachment }));
  show(id, (draft) => ({ ...draft, said: words().attached(attachment.name) }));
}

function wrongFile({ files }: Draft, { name, size }: File): AttachmentProblem | undefined {
  if (size > ATTACHMENT_BYTES_MAX) return { code: 'too-large', name, maxBytes: ATTACHMENT_BYTES_MAX };
  if (files.length >= ATTACHMENTS_MAX) return { code: 'too-many', max: ATTACHMENTS_MAX };
  const all = files.reduce((sum, file) => sum + file.bytes, size);
  return all > PROMPT_BYTES_MAX ? { code: 'all-too-large', name, maxBytes: PROMPT_BYTES_MAX } : undefined;
}

/** As a draft has a file that the host has. */
export function readyAs(attachment: Attachment): Attaching {
  const { id, name, bytes } = attachment;
  return { key: id, name, bytes, sent: bytes, attachment };
}

const patched =
  (key: string, fields: Partial<Attaching>) =>
  (draft: Draft): Draft => ({
    ...draft,
    files: draft.files.map((file) => (file.key === key ? { ...file, ...fields } : file)),
  });

/** For what does not survive a reload: a file on its way tells of itself many times a second. */
function show(id: SessionId, next: (draft: Draft) => Draft): void {
  const { [id]: before = EMPTY, ...others } = useAttached.getState().drafts;
  const kept = Object.fromEntries(Object.entries(others).slice(-(DRAFTS_MAX - 1)));
  useAttached.setState({ drafts: { ...kept, [id]: next(before) } });
}

/** For files that come to be attached, or are so no more. */
function change(id: SessionId, next: (draft: Draft) => Draft): void {
  show(id, next);
  const ready = Object.entries(useAttached.getState().drafts).map(([one, draft]) => [one, readyFiles(draft)] as const);
  localStorage.setItem(STORED_KEY, JSON.stringify(Object.fromEntries(ready.filter(([, files]) => files.length > 0))));
}

function stored(): Record<string, Draft> {
  const drafts = Stored.safeParse(storedJson(STORED_KEY)).data ?? {};
  return Object.fromEntries(
    Object.entries(drafts).map(([id, files]) => [id, { ...EMPTY, files: files.map(readyAs) }] as const),
  );
}
