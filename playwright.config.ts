import { defineConfig } from '@playwright/test';

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

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'off',
    launchOptions: { executablePath: process.env.SKEIN_CHROMIUM ?? '/usr/bin/chromium', args: CHROMIUM_ARGS },
  },
});
