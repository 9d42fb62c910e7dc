import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Native SQLite and child processes: each file in a process of its own, two at a time as on the smallest machine.
    pool: 'forks',
    maxWorkers: 2,
  },
});
