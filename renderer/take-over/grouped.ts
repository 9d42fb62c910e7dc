import type { AgentSessionInfo } from '../../protocol/origin.ts';

/** The conversations of one folder. `start`: how many stand in groups before it. */
export type SessionGroup = {
  readonly folder: string;
  readonly start: number;
  readonly sessions: readonly AgentSessionInfo[];
};

/**
 * Those whose title or folder has every word of `query`, by folder, newest first; the folder of the newest comes first.
 * Those without a time keep the agent's order, after the others.
 */
export function groupedBy(sessions: readonly AgentSessionInfo[], query: string): readonly SessionGroup[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = sessions.filter(({ title, folder }) => {
    const said = `${title} ${folder}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
  const newest = found.toSorted((one, other) => (other.changedAt ?? 0) - (one.changedAt ?? 0));
  const groups: SessionGroup[] = [];
  let start = 0;
  for (const [folder, inFolder] of Map.groupBy(newest, (one) => one.folder)) {
    groups.push({ folder, start, sessions: inFolder });
    start += inFolder.length;
  }
  return groups;
}
