import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import { pause } from './deadline.ts';
import type { ProcessTable, RunTool } from './process-table.ts';
import { type ProcessRow, survivors, treeOf } from './process-tree.ts';

/** A polite end first: programs flush and remove their temporary files in far less. */
const TERM_GRACE_MS = 2_000;
/** How often a tree that is ending is looked at. */
const POLL_MS = 25;
/** A process that survives SIGKILL so long hangs in the kernel; waiting longer helps nobody. */
const KILL_WAIT_MS = 10_000;
/** Each round halts all that is known; only a bomb of processes is faster than so many. */
const FREEZE_ROUNDS_MAX = 20;

const log = createLogger('agent/end-tree');

export type EndTools = { readonly clock: Clock; readonly run: RunTool; readonly table: ProcessTable };

/** Ends `root`, which leads its session, and all that it started, by force if need be. `rows`: what runs now. */
export async function endTree(tools: EndTools, root: number, rows: readonly ProcessRow[]): Promise<void> {
  if (process.platform === 'win32') {
    await tools.run('taskkill', ['/pid', String(root), '/T', '/F']).catch(logFailure('taskkill'));
    return;
  }
  const tree = treeOf(rows, root);
  signalAll(tree, 'SIGTERM');
  const left = await goneWithin(tools, TERM_GRACE_MS, root, tree);
  const frozen = await freeze(tools, root, left);
  signalAll(frozen, 'SIGKILL');
  const undead = await goneWithin(tools, KILL_WAIT_MS, root, frozen);
  if (undead.length > 0) log.error('processes survived being killed', { pids: undead.map((row) => row.pid) });
}

/** Waits until the tree, with what it still starts, is gone; answers what is left of it after `ms`. */
async function goneWithin(
  { clock, table }: EndTools,
  ms: number,
  root: number,
  tree: readonly ProcessRow[],
): Promise<readonly ProcessRow[]> {
  const until = clock.now() + ms;
  let left = tree;
  while (left.length > 0) {
    const rows = await table.read();
    left = [...survivors(left, rows), ...newcomers(rows, root, left)];
    if (left.length === 0 || clock.now() >= until) break;
    await pause(clock, POLL_MS);
  }
  return left;
}

/** Halts every member before any is killed: one that saw another die could start a third that nobody finds any more. */
async function freeze({ table }: EndTools, root: number, tree: readonly ProcessRow[]): Promise<readonly ProcessRow[]> {
  let frozen = tree;
  for (let fresh = tree, round = 0; fresh.length > 0 && round < FREEZE_ROUNDS_MAX; round += 1) {
    signalAll(fresh, 'SIGSTOP');
    fresh = newcomers(await table.read(), root, frozen);
    frozen = [...frozen, ...fresh];
  }
  return frozen;
}

/** Members of the tree that `known` does not hold yet. */
function newcomers(rows: readonly ProcessRow[], root: number, known: readonly ProcessRow[]): readonly ProcessRow[] {
  const pids = new Set(known.map((row) => row.pid));
  const found = [root, ...pids].flatMap((pid) => treeOf(rows, pid)).filter((row) => !pids.has(row.pid));
  return [...new Map(found.map((row) => [row.pid, row])).values()];
}

export function signalAll(rows: readonly Pick<ProcessRow, 'pid'>[], signal: NodeJS.Signals): void {
  for (const { pid } of rows) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      const gone = (error as NodeJS.ErrnoException).code === 'ESRCH';
      if (!gone) log.warn('a process refused a signal', { pid, signal });
    }
  }
}

function logFailure(what: string) {
  return (error: unknown) => log.warn(`${what} failed`, { message: String(error) });
}
