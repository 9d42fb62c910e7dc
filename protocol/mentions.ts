import { SessionId } from './ids.ts';

/**
 * What a prompt mentions with an `@`, in its own words: `@path/of a file`, `@"path with spaces"` or `@session:<id>`. A
 * mention begins where a word does. Whether there is such a file or session is another question.
 */
export type Mention = {
  /** Places in the text, in UTF-16 units; `to` is the first one behind it. */
  readonly from: number;
  readonly to: number;
  readonly of: MentionTarget;
};

export type MentionTarget =
  /** As it was written, or what the quotes hold. */
  { readonly kind: 'path'; readonly path: string } | { readonly kind: 'session'; readonly id: SessionId };

export const SESSION_PREFIX = 'session:';

/** Where a mention may begin: at the start, after a space, or inside an opening bracket. */
const BEFORE = '(?<=^|[\\s(\\[{])';
/** Inside quotes a backslash keeps a quote, or another backslash, from its meaning. */
const QUOTED = '"(?<quoted>(?:[^"\\\\\\r\\n]|\\\\.)+)"';
const BARE = '(?<bare>[^\\s"@][^\\s"]*)';
const FIRST = new RegExp(`^@(?:${QUOTED}|${BARE})`, 'u');
/** What ends a sentence or a bracket is no part of a path that is written without quotes. */
const TRAILING = /[.,;:!?)\]}'’”»、。，；：！？）】》]+$/u;

/** All mentions of a text, in order. */
export function findMentions(text: string): readonly Mention[] {
  if (!text.includes('@')) return [];
  const found: Mention[] = [];
  for (const match of text.matchAll(new RegExp(`${BEFORE}@(?:${QUOTED}|${BARE})`, 'gmu'))) {
    const of = targetOf(match.groups ?? {});
    if (of) found.push({ from: match.index, to: match.index + 1 + of.length, of: of.target });
  }
  return found;
}

/** The mention that a text begins with; what stands before the text is the caller's affair. */
export function mentionFirst(text: string): Mention | undefined {
  const match = FIRST.exec(text);
  const of = match && targetOf(match.groups ?? {});
  return of ? { from: 0, to: 1 + of.length, of: of.target } : undefined;
}

type Written = { readonly target: MentionTarget; readonly length: number };

function targetOf(groups: Readonly<Record<string, string | undefined>>): Written | undefined {
  const { quoted } = groups;
  if (quoted !== undefined) {
    return { target: { kind: 'path', path: quoted.replace(/\\(.)/gu, '$1') }, length: quoted.length + 2 };
  }
  const bare = (groups['bare'] ?? '').replace(TRAILING, '');
  if (bare === '') return undefined;
  const id = bare.startsWith(SESSION_PREFIX) ? SessionId.safeParse(bare.slice(SESSION_PREFIX.length)) : undefined;
  return { target: id?.success ? { kind: 'session', id: id.data } : { kind: 'path', path: bare }, length: bare.length };
}

/** How a path is written so that it is found again; one with a line break cannot be mentioned, and is not asked for. */
export function mentionOfPath(path: string): string {
  const [found, ...more] = findMentions(`@${path}`);
  const plain = found?.of.kind === 'path' && found.of.path === path && more.length === 0;
  return plain ? `@${path}` : `@"${path.replace(/["\\]/g, '\\$&')}"`;
}

export const mentionOfSession = (id: SessionId) => `@${SESSION_PREFIX}${id}`;

/** The address of a session, as agents are told of it. */
export const sessionUri = (id: SessionId) => `skein://session/${id}`;
