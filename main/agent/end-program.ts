import type { Exit } from '../../protocol/item.ts';
import { createLogger } from '../log/log.ts';
import { type EndTools, endTree, signalAll } from './end-tree.ts';
import type { Mark } from './process-record.ts';
import { survivors, treeOf } from './process-tree.ts';

const log = createLogger('agent/end-program');

/** A program of ours at the head of a group of its own. `tree`: as it was seen last, the program itself first. */
export type Ending = {
  readonly pid: number;
  readonly tree: readonly Mark[];
  readonly ended: Promise<Exit>;
  /** Whether the program itself still runs. */
  alive(): boolean;
};

/** Ends a program and all that it started; what cannot be looked for ends by force. Never rejects. */
export async function endProgram(tools: EndTools, ending: Ending): Promise<void> {
  try {
    await endAll(tools, ending);
  } catch (error) {
    log.error('what a program started cannot be looked for', { pid: ending.pid, message: String(error) });
    killGroup(ending);
    await ending.ended;
  }
}

async function endAll(tools: EndTools, ending: Ending): Promise<void> {
  const { pid } = ending;
  if (process.platform === 'win32') {
    if (ending.alive()) await endTree(tools, pid, []);
    await ending.ended;
    return;
  }
  const rows = await tools.table.read();
  const reused = !ending.alive() && rows.some((row) => row.pid === pid);
  const strays = survivors(ending.tree, rows).filter((mark) => mark.pid !== pid);
  if (!reused) await endTree(tools, pid, rows);
  if (strays.length > 0) await endMarked(tools, strays);
}

/** Ends what runs under these numbers with these births, and what it started, and nothing else. */
export async function endMarked(tools: EndTools, marks: readonly Mark[]): Promise<void> {
  for (const mark of marks) {
    const rows = await tools.table.read();
    if (survivors([mark], rows).length > 0) await endTree(tools, mark.pid, rows);
  }
}

/** There is no time left to ask them. */
export async function killAll({ table }: EndTools, endings: readonly Ending[]): Promise<void> {
  log.error('programs outlived their end', { count: endings.length });
  if (process.platform === 'win32') return;
  try {
    const rows = await table.read();
    for (const { pid, tree } of endings) {
      const [root] = tree;
      const reused = rows.some((row) => row.pid === pid && root !== undefined && row.birth !== root.birth);
      signalAll([...(reused ? [] : treeOf(rows, pid)), ...survivors(tree, rows)], 'SIGKILL');
    }
  } catch (error) {
    log.error('running programs cannot be looked at', { message: String(error) });
    endings.forEach(killGroup);
  }
}

/** Where nobody can say what a program started, what stayed in its group ends with it. */
function killGroup({ pid, alive }: Ending): void {
  if (alive() && process.platform !== 'win32') signalAll([{ pid: -pid }], 'SIGKILL');
}
