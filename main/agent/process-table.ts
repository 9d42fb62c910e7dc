import { readFile } from 'node:fs/promises';
import { type ProcessRow, PS_ARGS, parsePs, readProc, readStat } from './process-tree.ts';

/** Runs a program of the system's to its end and answers what it printed; rejects when it fails. */
export type RunTool = (command: string, args: readonly string[]) => Promise<string>;

/** Windows has no `ps`. Births are counted in UTC, so that a change of the time zone changes none. */
const POWERSHELL_TABLE =
  "Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object { '{0} {1} {2}' -f " +
  '$_.ProcessId, $_.ParentProcessId, $_.CreationDate.ToUniversalTime().Ticks }';

export const powershell = (script: string): readonly [string, readonly string[]] => [
  'powershell.exe',
  ['-NoProfile', '-NonInteractive', '-Command', script],
];

/** Every process that runs. */
async function readTable(run: RunTool): Promise<readonly ProcessRow[]> {
  if (process.platform === 'linux') return readProc();
  if (process.platform === 'win32') return parsePowershell(await run(...powershell(POWERSHELL_TABLE)));
  return parsePs(await run('ps', PS_ARGS));
}

/**
 * Looks at all processes for whoever asks. When many trees end at once each wants to know again and again what is left;
 * who asks while somebody looks shares the next look, which begins later than the question.
 */
export class ProcessTable {
  readonly #run: RunTool;
  #looking: Promise<readonly ProcessRow[]> | undefined;
  #next: Promise<readonly ProcessRow[]> | undefined;

  constructor(run: RunTool) {
    this.#run = run;
  }

  read(): Promise<readonly ProcessRow[]> {
    if (this.#looking) {
      this.#next ??= this.#looking.then(
        () => this.#lookAgain(),
        () => this.#lookAgain(),
      );
      return this.#next;
    }
    this.#looking = readTable(this.#run).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  #lookAgain(): Promise<readonly ProcessRow[]> {
    this.#next = undefined;
    return this.read();
  }
}

/** One process; undefined when it does not run. */
export async function readRow(run: RunTool, pid: number): Promise<ProcessRow | undefined> {
  if (process.platform === 'linux') return readStat(String(pid));
  return (await readTable(run)).find((row) => row.pid === pid);
}

/** What the script above printed. Windows knows no sessions and no groups: each process stands for itself. */
export function parsePowershell(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [pid, parent, birth] = line.trim().split(/\s+/);
    if (!pid || !birth) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(pid), session: Number(pid), birth }];
  });
}

/** Bytes of memory that these processes hold together; what they share is counted for each. */
export async function readMemory(run: RunTool, pids: readonly number[]): Promise<number> {
  if (process.platform === 'linux') return sum(await Promise.all(pids.map(readResident)));
  const list = pids.join(',');
  if (process.platform !== 'win32') return parseKibibytes(await run('ps', ['-o', 'rss=', '-p', list]));
  const script = `(Get-Process -Id ${list} -ErrorAction SilentlyContinue | Measure-Object WorkingSet64 -Sum).Sum`;
  return Number.parseInt(await run(...powershell(script)), 10) || 0;
}

/** Lines of `ps -o rss=` as bytes. */
export const parseKibibytes = (text: string) => 1024 * sum(text.split('\n').map((line) => Number(line.trim()) || 0));

async function readResident(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0; // it has ended meanwhile
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
