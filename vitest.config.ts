import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Native SQLite and child processes: each file in a process of its own, two at a time as on the smallest machine.
    pool: 'forks',
    // For a machine that does other things besides; nothing in a test waits for time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
