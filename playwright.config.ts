import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** The shell is the same engine without the browser's own window, which took half of the time; either will do. */
const SHELL = '/usr/bin/chromium-headless-shell';
const CHROMIUM = process.env.SKEIN_CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium');

/** What headless Chromium needs in a container without a network; names of hosts are never looked up. */
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Hundreds of hosts and agents are started from the same files: what Node compiled of them once is found again. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 3, // of two cores: one of them mostly waits for a page or an agent
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    contextOptions: { reducedMotion: 'reduce' }, // nothing here is judged by how it moves, and moving takes time
    launchOptions: { executablePath: CHROMIUM, args: CHROMIUM_ARGS },
  },
});
