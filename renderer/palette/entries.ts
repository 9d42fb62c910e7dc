import type { SessionId } from '../../protocol/ids.ts';
import { isListed, type Summary } from '../../protocol/summary.ts';
import { nameOf } from '../sidebar/groups.ts';
import { words } from '../words/words.ts';
import type { Command } from './commands.ts';
import { match } from './match.ts';

/** One line of the palette: where it leads, and which letters of its words were typed. */
export type Entry = {
  readonly key: string;
  readonly to:
    | { readonly kind: 'session'; readonly summary: Summary }
    | { readonly kind: 'folder'; readonly folder: string }
    | { readonly kind: 'command'; readonly command: Command };
  readonly name: string;
  /** Said after the name, and searched with it; empty when there is nothing to say. */
  readonly hint: string;
  /** Places in the name, a space and the hint. */
  readonly typed: readonly number[];
};

/** What there is to choose from, when it is asked. */
export type Offer = {
  readonly sessions: Iterable<Summary>;
  /** The one that is shown: nobody has to be led there. */
  readonly selected: SessionId | null;
  readonly folders: readonly string[];
  /** Those that can be done now, in their order. */
  readonly commands: readonly Command[];
};

/** Nobody reads further; the next letter narrows it. */
const ENTRIES_MAX = 50;
/** Before anything is typed, so that the commands are in sight too. */
const RECENT_MAX = 6;
/** Less than this part of the best score, and the letters are there by chance. */
const WEAK = 0.5;
/** What each letter costs that is only in the hint: names come before folders of the same letters. */
const HINT_COST = 2;
/** Typed first, it asks for commands only. */
const COMMANDS_MARK = '>';

/**
 * What is shown for `query`: nothing typed gives the sessions that changed last and all commands, anything else what
 * matches it, best first. Of two that match alike sessions come before commands, commands before folders.
 */
export function entriesFor(query: string, offer: Offer): readonly Entry[] {
  const commands = offer.commands.map(commandEntry);
  const text = query.trimStart();
  if (text.startsWith(COMMANDS_MARK)) return bestOf(text.slice(COMMANDS_MARK.length), commands);
  const sessions = [...offer.sessions]
    .filter((summary) => summary.deletedAt === null && isListed(summary))
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
  if (text === '') {
    const others = sessions.filter(({ id }) => id !== offer.selected).slice(0, RECENT_MAX);
    return [...others.map(sessionEntry), ...commands].slice(0, ENTRIES_MAX);
  }
  return bestOf(text, [...sessions.map(sessionEntry), ...commands, ...offer.folders.map(folderEntry)]);
}

function bestOf(text: string, entries: readonly Entry[]): readonly Entry[] {
  const found = entries
    .flatMap((entry) => {
      const matched = match(text, `${entry.name} ${entry.hint}`);
      if (!matched) return [];
      const inHint = matched.at.filter((at) => at > entry.name.length).length;
      return [{ entry: { ...entry, typed: matched.at }, score: matched.score - HINT_COST * inHint }];
    })
    .sort((a, b) => b.score - a.score);
  const least = (found[0]?.score ?? 0) * WEAK;
  return found
    .filter(({ score }) => score >= least)
    .slice(0, ENTRIES_MAX)
    .map(({ entry }) => entry);
}

const sessionEntry = (summary: Summary): Entry => ({
  key: summary.id,
  to: { kind: 'session', summary },
  name: summary.title || words().untitled,
  hint: nameOf(summary.folder),
  typed: [],
});

const folderEntry = (folder: string): Entry => ({
  key: `folder ${folder}`,
  to: { kind: 'folder', folder },
  name: words().newSessionIn(nameOf(folder)),
  hint: folder,
  typed: [],
});

const commandEntry = (command: Command): Entry => ({
  key: command.id,
  to: { kind: 'command', command },
  name: command.name(),
  hint: '',
  typed: [],
});
