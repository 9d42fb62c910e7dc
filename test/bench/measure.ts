/** One line of the table: what was measured, in which unit, against which floor, and what it should reach. */
export type Measure = {
  readonly name: string;
  readonly unit: string;
  readonly floor: string;
  /** How the ratio is to be read, for people. */
  readonly target: string;
  run(): Promise<Measured>;
};

export type Measured = {
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly meets: boolean;
};

const RUNS = 5;

/** Runs floor and ours in turn, so that what the machine does meanwhile hits both, and takes the medians. */
export async function interleaved(floor: () => Promise<number>, ours: () => Promise<number>, runs = RUNS) {
  const floors: number[] = [];
  const own: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    floors.push(await floor());
    own.push(await ours());
  }
  return { floor: median(floors), ours: median(own) };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The value that a share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
