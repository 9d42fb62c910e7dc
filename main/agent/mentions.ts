import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AgentAbility } from '../../protocol/agent.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { findMentions, type MentionTarget, sessionUri } from '../../protocol/mentions.ts';
import { isFileError } from '../file-error.ts';
import { createLogger } from '../log/log.ts';
import type { MentionedSession } from '../session/runner-ports.ts';
import { inside } from './files.ts';
import { textOf } from './plain-text.ts';
import { RpcError } from './rpc-error.ts';
import type { Shape } from './shape.ts';

/** Mentions of one prompt that are followed; whoever pastes more has not written mentions. */
export const MENTIONS_MAX = 32;
/** A larger file is only pointed at: the agent reads as much of it as it wants. */
export const EMBED_BYTES_MAX = 128 * 1024;
/** What is embedded in one prompt together; beyond it files are pointed at, and of a session only the end is told. */
export const EMBED_ALL_BYTES_MAX = 512 * 1024;
/** Stands where the beginning of a session does not fit. */
const LEFT_OUT = '[Earlier parts of the conversation are left out.]\n\n';

const log = createLogger('agent/mentions');

/** Where the mentions of a prompt lead. */
type MentionPlaces = {
  /** The working folder; nothing outside of it is ever sent. */
  readonly folder: string;
  readonly can: readonly AgentAbility[];
  session(id: SessionId): MentionedSession | undefined;
};

type Found =
  | { readonly kind: 'text'; readonly uri: string; readonly text: string; readonly title: string | null }
  | { readonly kind: 'link'; readonly uri: string; readonly name: string; readonly bytes: number | null };

/**
 * The blocks that follow the words of a prompt: what it mentions, each once, in that order. What is not there, lies
 * outside of the folder or cannot be read stays the text that it is. Never rejects.
 */
export async function mentionedBlocks(prompt: string, places: MentionPlaces): Promise<readonly Shape[]> {
  const blocks = new Map<string, Shape>();
  let room = EMBED_ALL_BYTES_MAX;
  for (const { of } of findMentions(prompt).slice(0, MENTIONS_MAX)) {
    const found = of.kind === 'session' ? sessionAt(of.id, places, room) : await pathAt(of, places, room);
    if (!found || blocks.has(found.uri)) continue;
    if (found.kind === 'text') room = Math.max(0, room - Buffer.byteLength(found.text));
    blocks.set(found.uri, blockOf(found, places.can));
  }
  return [...blocks.values()];
}

function sessionAt(id: SessionId, { session }: MentionPlaces, room: number): Found | undefined {
  const found = session(id);
  if (!found) return undefined;
  const title = found.title || 'Untitled';
  const heading = `# ${title}\n\n`;
  const text = heading + endOf(found.transcript, room - Buffer.byteLength(heading));
  return { kind: 'text', uri: sessionUri(id), text, title };
}

/** What fits of a transcript into so many bytes; where not all of it does, its end matters most. */
function endOf(transcript: string, max: number): string {
  const bytes = Buffer.from(transcript);
  if (bytes.length <= max) return transcript;
  const kept = bytes.subarray(bytes.length - Math.max(0, max - LEFT_OUT.length)).toString('utf8');
  return LEFT_OUT + kept.replace(/^\uFFFD+/, ''); // the cut may go through a character
}

async function pathAt(
  { path }: Extract<MentionTarget, { readonly kind: 'path' }>,
  { folder, can }: MentionPlaces,
  room: number,
): Promise<Found | undefined> {
  if (path.includes('\0')) return undefined;
  try {
    const real = await inside(folder, path);
    const name =
      relative(await realpath(folder), real)
        .split(sep)
        .join('/') || '.';
    return await read(real, name, can.includes('context') ? Math.min(room, EMBED_BYTES_MAX) : -1);
  } catch (error) {
    if (!(error instanceof RpcError) && !isFileError(error)) throw error;
    log.info('a mention leads to no file', { code: error.code });
    return undefined;
  }
}

/** The words of a file of at most `max` bytes, a pointer to any other; -1: no words of any. Undefined for what is neither file nor folder. */
async function read(real: string, name: string, max: number): Promise<Found | undefined> {
  const uri = pathToFileURL(real).href;
  const known = await lstat(real);
  if (known.isDirectory()) return { kind: 'link', uri, name, bytes: null };
  if (!known.isFile()) return undefined;
  // What was a file a moment ago may be a link by now, or a FIFO, which must not hang us.
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const facts = await file.stat();
    if (!facts.isFile()) return undefined;
    const text = facts.size <= max ? textOf(await file.readFile()) : undefined;
    if (text === undefined || Buffer.byteLength(text) > max) return { kind: 'link', uri, name, bytes: facts.size };
    return { kind: 'text', uri, text, title: null };
  } finally {
    await file.close();
  }
}

/** Every agent takes text and pointers; a session is nowhere that it could be read, so it is told in words. */
function blockOf(found: Found, can: readonly AgentAbility[]): Shape {
  if (found.kind === 'link') {
    const { uri, name, bytes } = found;
    return { type: 'resource_link', uri, name, ...(bytes === null ? {} : { size: bytes }) };
  }
  const { uri, text } = found;
  if (can.includes('context')) return { type: 'resource', resource: { uri, mimeType: 'text/plain', text } };
  return { type: 'text', text: `The conversation ${uri}, for context:\n\n${text}`, annotations: FOR_AGENTS };
}

const FOR_AGENTS = { audience: ['assistant'] } as const;
