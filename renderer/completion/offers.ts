import type { SessionId } from '../../protocol/ids.ts';
import { mentionOfPath, mentionOfSession, SESSION_PREFIX } from '../../protocol/mentions.ts';
import type { AgentCommand } from '../../protocol/slash.ts';
import { isListed, type Summary } from '../../protocol/summary.ts';
import { match } from '../palette/match.ts';
import { nameOf } from '../sidebar/groups.ts';
import { words } from '../words/words.ts';
import type { Trigger } from './trigger.ts';

/** Nobody reads further; the next letter narrows it. */
const COMMANDS_SHOWN_MAX = 50;
export const FILES_SHOWN_MAX = 20;
const SESSIONS_SHOWN_MAX = 10;
/** Before anything is typed, so that sessions are in sight, too. */
export const FILES_AT_FIRST = 6;

/** One line that can be taken, and what stands in the text then. */
export type Offer = {
  readonly key: string;
  readonly of: 'command' | 'file' | 'folder' | 'session';
  readonly name: string;
  /** What may follow a command, or where a file lies. */
  readonly hint: string;
  readonly about: string;
  readonly insert: string;
  /** A folder leads on to what is in it. */
  readonly more: boolean;
};

export type Section = { readonly heading: string; readonly offers: readonly Offer[] };

/** Those that begin with what was typed, then those that have its letters. */
export function commandOffers(query: string, commands: readonly AgentCommand[]): readonly Section[] {
  const wanted = query.toLowerCase();
  const found = commands.flatMap((command) => {
    const matched = match(query, command.name);
    return matched ? [{ command, begins: command.name.toLowerCase().startsWith(wanted), score: matched.score }] : [];
  });
  const ranked = found.toSorted((a, b) => Number(b.begins) - Number(a.begins) || b.score - a.score);
  const offers = ranked.slice(0, COMMANDS_SHOWN_MAX).map(({ command }) => commandOffer(command));
  return sections([words().commands, offers]);
}

const commandOffer = ({ name, description, hint }: AgentCommand): Offer => ({
  key: `/${name}`,
  of: 'command',
  name: `/${name}`,
  hint: hint ?? '',
  about: description,
  insert: `/${name}`,
  more: false,
});

/** What a mention asks for: `session:` asks for sessions only. */
export function mentionQuery(trigger: Trigger): { readonly files: string | null; readonly sessions: string } {
  const { query } = trigger;
  if (query.startsWith(SESSION_PREFIX)) return { files: null, sessions: query.slice(SESSION_PREFIX.length) };
  return { files: query, sessions: query };
}

export function mentionOffers(
  trigger: Trigger,
  files: readonly string[],
  sessions: Iterable<Summary>,
  own: SessionId,
): readonly Section[] {
  const { sessions: query } = mentionQuery(trigger);
  const shown = files.slice(0, trigger.query === '' ? FILES_AT_FIRST : FILES_SHOWN_MAX);
  return sections([words().files, shown.map(fileOffer)], [words().sessions, sessionOffers(query, sessions, own)]);
}

/** Of files that were found by what was typed before, those that have its letters, too, until others are found. */
export const stillOffered = (files: readonly string[], query: string): readonly string[] =>
  files.filter((path) => match(query, path) !== null);

function fileOffer(path: string): Offer {
  const isFolder = path.endsWith('/');
  const at = path.lastIndexOf('/', path.length - 2) + 1;
  const insert = mentionOfPath(path);
  return {
    key: `@${path}`,
    of: isFolder ? 'folder' : 'file',
    name: path.slice(at),
    hint: path.slice(0, at),
    about: '',
    insert,
    more: isFolder && !insert.startsWith('@"'),
  };
}

/** Those that stand in lists, by what they are called; last changed first before anything is typed. */
function sessionOffers(query: string, sessions: Iterable<Summary>, own: SessionId): readonly Offer[] {
  const found = [...sessions].flatMap((summary) => {
    if (summary.id === own || summary.deletedAt !== null || !isListed(summary)) return [];
    const matched = match(query, summary.title || words().untitled);
    return matched || query === summary.id ? [{ summary, score: matched?.score ?? 0 }] : [];
  });
  return found
    .toSorted((a, b) => b.score - a.score || b.summary.updatedAt - a.summary.updatedAt)
    .slice(0, SESSIONS_SHOWN_MAX)
    .map(({ summary }) => ({
      key: summary.id,
      of: 'session',
      name: summary.title || words().untitled,
      hint: nameOf(summary.folder),
      about: '',
      insert: mentionOfSession(summary.id),
      more: false,
    }));
}

const sections = (...all: readonly (readonly [heading: string, offers: readonly Offer[]])[]): readonly Section[] =>
  all.filter(([, offers]) => offers.length > 0).map(([heading, offers]) => ({ heading, offers }));
