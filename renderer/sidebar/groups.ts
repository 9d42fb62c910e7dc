import { isListed, type Summary } from '../../protocol/summary.ts';
import { words } from '../words/words.ts';

/** The sessions of one folder, or those that are pinned. */
export type Group = {
  readonly kind: 'folder' | 'pinned';
  /** Empty for those that are pinned. */
  readonly folder: string;
  readonly name: string;
  /** What tells it from another folder of the same name; empty when there is none. */
  readonly hint: string;
  readonly sessions: readonly Summary[];
};

/**
 * Pinned sessions, then the others by folder. Newest first everywhere, by birth and not by what they do: rows never move
 * while one looks at them.
 */
export function groupSessions(summaries: Iterable<Summary>): readonly Group[] {
  const byFolder = new Map<string, Summary[]>();
  const pinned: Summary[] = [];
  for (const summary of summaries) {
    if (summary.deletedAt !== null || summary.archivedAt !== null || !isListed(summary)) continue;
    if (summary.pinnedAt !== null) {
      pinned.push(summary);
      continue;
    }
    const sessions = byFolder.get(summary.folder);
    if (sessions) sessions.push(summary);
    else byFolder.set(summary.folder, [summary]);
  }
  const hints = hintsOf([...byFolder.keys()]);
  const folders = [...byFolder]
    .map(([folder, sessions]): Group => {
      const hint = hints.get(folder) ?? '';
      return { kind: 'folder', folder, name: nameOf(folder), hint, sessions: sessions.sort(newestFirst) };
    })
    .sort((a, b) => newestFirst(a.sessions[0], b.sessions[0]));
  return pinned.length === 0 ? folders : [pinnedGroup(pinned), ...folders];
}

const pinnedGroup = (sessions: Summary[]): Group => ({
  ...{ kind: 'pinned', folder: '', name: words().pinnedSessions, hint: '' },
  sessions: sessions.sort(newestFirst),
});

const partsOf = (folder: string) => folder.split(/[/\\]/).filter((part) => part !== '');

/** The last part of a path, or all of it at the root. */
export const nameOf = (folder: string) => partsOf(folder).at(-1) ?? folder;

/** As much of the path before the name as tells a folder from every other of that name. */
function hintsOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const hints = new Map<string, string>();
  for (const alike of Map.groupBy(folders, nameOf).values()) {
    if (alike.length === 1) continue;
    const deepest = Math.max(...alike.map((folder) => partsOf(folder).length));
    let parents: readonly string[] = [];
    for (let depth = 1; depth < deepest && new Set(parents).size < alike.length; depth += 1) {
      parents = alike.map((folder) => parentsOf(folder, depth));
    }
    for (const [index, folder] of alike.entries()) hints.set(folder, parents[index] ?? '');
  }
  return hints;
}

const parentsOf = (folder: string, depth: number) => partsOf(folder).slice(0, -1).slice(-depth).join('/');

function newestFirst(a: Summary | undefined, b: Summary | undefined): number {
  return (b?.createdAt ?? 0) - (a?.createdAt ?? 0) || ((a?.id ?? '') < (b?.id ?? '') ? 1 : -1);
}
