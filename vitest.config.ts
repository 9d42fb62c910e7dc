import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Hundreds of agents and hosts are started from the same files: what Node compiled of them once is found again. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Native SQLite and child processes: each file in a process of its own, three at a time: where there are
    // two cores one of them mostly waits for a child to end.
    pool: 'forks',
    // For a machine that does other things besides; nothing in a test waits for time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
  },
});
