import type { Summary } from '../../protocol/summary.ts';

/** The sessions of one folder. */
export type Group = {
  readonly folder: string;
  readonly name: string;
  /** What tells it from another folder of the same name; empty when there is none. */
  readonly hint: string;
  readonly sessions: readonly Summary[];
};

/**
 * Sessions by folder. Newest first in both, by birth and not by what they do: rows never move while one looks at them.
 */
export function groupSessions(summaries: Iterable<Summary>): readonly Group[] {
  const byFolder = new Map<string, Summary[]>();
  for (const summary of summaries) {
    if (summary.deletedAt !== null) continue;
    const sessions = byFolder.get(summary.folder);
    if (sessions) sessions.push(summary);
    else byFolder.set(summary.folder, [summary]);
  }
  const names = countOf([...byFolder.keys()].map(nameOf));
  return [...byFolder]
    .map(([folder, sessions]) => {
      const name = nameOf(folder);
      return {
        folder,
        name,
        hint: (names.get(name) ?? 0) > 1 ? parentOf(folder) : '',
        sessions: sessions.sort(newestFirst),
      };
    })
    .sort((a, b) => newestFirst(a.sessions[0], b.sessions[0]));
}

const partsOf = (folder: string) => folder.split(/[/\\]/).filter((part) => part !== '');

/** The last part of a path, or all of it at the root. */
export const nameOf = (folder: string) => partsOf(folder).at(-1) ?? folder;

const parentOf = (folder: string) => partsOf(folder).at(-2) ?? '';

function newestFirst(a: Summary | undefined, b: Summary | undefined): number {
  return (b?.createdAt ?? 0) - (a?.createdAt ?? 0) || ((a?.id ?? '') < (b?.id ?? '') ? 1 : -1);
}

function countOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
