import { readdir, readFile } from 'node:fs/promises';

/** A living process. `birth` tells it from a later one that was given the same number. */
export type ProcessRow = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly birth: string;
};

/** Columns for `ps` where there is no /proc: what `parsePs` reads. */
export const PS_ARGS = ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='] as const;

/** Every process but the dead that wait for their parents, from Linux' /proc. */
export async function readProc(): Promise<readonly ProcessRow[]> {
  const names = await readdir('/proc');
  const rows = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readStat));
  return rows.filter((row) => row !== undefined);
}

/** One process; undefined when it does not run. */
export async function readStat(pid: string): Promise<ProcessRow | undefined> {
  try {
    return parseStat(await readFile(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined; // it ended between the listing and the reading
  }
}

/** One line of /proc/<pid>/stat; the name in brackets may itself hold brackets and spaces. */
export function parseStat(line: string): ProcessRow | undefined {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  return {
    pid: Number.parseInt(line, 10),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    birth: fields[19] ?? '',
  };
}

/** What `ps` with PS_ARGS printed. It knows no sessions, so the group stands for it. */
export function parsePs(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, state, ...birth] = line.trim().split(/\s+/);
    if (!pid || !state || state.startsWith('Z')) return [];
    const row = { pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(group) };
    return [{ ...row, birth: birth.join(' ') }];
  });
}

/**
 * `root`, all that descends from it, and all that stayed in its session or process group though its own parent is gone.
 * `root` must lead its session.
 */
export function treeOf(rows: readonly ProcessRow[], root: number): readonly ProcessRow[] {
  const children = Map.groupBy(rows, (row) => row.parent);
  const members = new Map<number, ProcessRow>();
  const open = rows.filter((row) => row.pid === root || row.session === root || row.group === root);
  for (let row = open.pop(); row; row = open.pop()) {
    if (members.has(row.pid)) continue;
    members.set(row.pid, row);
    open.push(...(children.get(row.pid) ?? []));
  }
  return [...members.values()];
}

/** Those of `before` that still live. */
export function survivors<Known extends Pick<ProcessRow, 'pid' | 'birth'>>(
  before: readonly Known[],
  now: readonly ProcessRow[],
): readonly Known[] {
  const births = new Map(now.map((row) => [row.pid, row.birth]));
  return before.filter((known) => births.get(known.pid) === known.birth);
}

/** What tells these processes from all others. */
export const marksOf = (rows: readonly Pick<ProcessRow, 'pid' | 'birth'>[]) =>
  rows.map(({ pid, birth }) => ({ pid, birth }));
