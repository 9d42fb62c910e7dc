import { readFileSync } from 'node:fs';
import { vi } from 'vitest';

/** Whether a process runs: one that is dead and only waits for its parent does not. */
export function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

/** Resolves when none of them runs any more. */
export const dead = (pids: readonly number[]) =>
  vi.waitFor(
    () => {
      const left = pids.filter(alive);
      if (left.length > 0) throw new Error(`Still alive: ${left.join(', ')}`);
    },
    { timeout: 10_000, interval: 20 },
  );
