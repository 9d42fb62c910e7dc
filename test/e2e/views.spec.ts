import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { type App, expect, scripted, test } from './fixture.ts';
import { button, fence, rows, send, settings, show, state, steps, transcript } from './parts.ts';

/** A program that is called like an agent that Skein knows comes first on the host's PATH. */
const bin = mkdtempSync(join(tmpdir(), 'skein-bin-'));
const { command, args } = scripted({});
const quoted = [command, ...args].map((word) => `'${word}'`).join(' ');
writeFileSync(join(bin, 'opencode'), `#!/bin/sh\n[ "$1" = --version ] && echo 1.18.33 && exit\nexec ${quoted}\n`);
chmodSync(join(bin, 'opencode'), 0o755);
test.use({ hostEnv: { PATH: `${bin}:/usr/bin:/bin`, SHELL: '/bin/sh' } });
test.afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** What is shown is looked at in both schemes: to open it takes longer than to change the colours. */
async function expectFine(page: Page, part?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, part);
  }
}

const usage = (used: number, more: Readonly<Record<string, unknown>>) =>
  ({ do: 'update', update: { sessionUpdate: 'usage_update', used, size: 200_000, ...more } }) as const;
const TOKENS = { inputTokens: 12_000, outputTokens: 345, totalTokens: 12_345 };

/** Its first turn told what it used; the next one met a limit, and failed with prompts behind it. */
async function createLimited(app: App): Promise<void> {
  await app.addScriptedAgent();
  const told = usage(84_000, { cost: { amount: 0.25, currency: 'USD' } });
  await app.createSession('scripted', steps(told, { do: 'answer', fields: { usage: TOKENS } }));
}

async function meetLimit(app: App, page: Page): Promise<void> {
  const resetsAt = Math.round(Date.now() / 1000) + 600;
  const rejected = { _meta: { '_claude/rateLimit': { status: 'rejected', resetsAt } } };
  const gate = app.gate('fail');
  const fail = { do: 'fail', code: -32_603, message: 'You have reached your limit' } as const;
  await send(page, steps(usage(190_000, rejected), gate.step, fail));
  await expect(state(page, 'Waiting for the provider')).toBeVisible();
  for (const text of ['One more', 'And another']) await send(page, text);
  await gate.open();
  await expect(page.getByRole('region', { name: 'Waiting prompts' })).toContainText('because the turn failed');
  await expect(transcript(page)).toContainText(/The provider takes requests again in/);
}

test('[S3.7] [S4.6] [S4.7] axe finds nothing wrong with held prompts, a limit, what was used and who waits, nor without a host', async ({
  app,
  page,
}) => {
  await createLimited(app);
  await app.open(page);
  await show(page);
  await expect(state(page, 'Finished')).toBeVisible();
  await meetLimit(app, page);
  await expectFine(page);

  await page.getByRole('button', { name: /^Usage: / }).click();
  const popover = page.getByRole('dialog', { name: 'Usage', exact: true });
  await expect(popover.getByRole('row', { name: /^2 / })).toContainText('not reported');
  await expectFine(page, '[role=dialog]');
  await page.keyboard.press('Escape');

  await app.createSession('playbook', fence('sh', 'echo one'));
  await button(page, '1 session needs you').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await expectFine(page, '[role=menu]');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('button', { name: 'Usage', exact: true }).click();
  await expect(settings(page).getByRole('row', { name: /^Total/ })).toContainText('$0.25');
  await expectFine(page, '[role=dialog]');
  await page.keyboard.press('Escape');

  await app.crash();
  await expect(page.getByText('The connection to the host was lost. Reconnecting…')).toBeVisible();
  await expectFine(page);
  await app.restart();
  await expect(page.getByRole('heading', { name: 'This window needs a new address' })).toBeVisible();
  await expectFine(page);
});

const press = (page: Page, name: string) => settings(page).getByRole('button', { name, exact: true }).click();
const field = (page: Page, name: string) => settings(page).getByRole('textbox', { name, exact: true });

test('[S3.7] [S4.3] [S4.6] axe finds nothing wrong in the settings of notifications and agents, and in how agents are added', async ({
  app,
  page,
}) => {
  await app.open(page);
  await page.keyboard.press('Control+,');
  await press(page, 'Notifications');
  await expect(settings(page).getByRole('checkbox', { name: /needs an answer/ })).toBeVisible();
  await expectFine(page, '[role=dialog]');

  await press(page, 'Agents');
  await press(page, 'Add OpenCode');
  await expect(settings(page).getByRole('status').filter({ hasText: 'answered in' })).toBeVisible();
  await expect(settings(page).getByRole('region', { name: 'To be installed' })).toBeVisible();
  await expectFine(page, '[role=dialog]');

  await press(page, 'Import…');
  const servers = { Mine: { command, args, env: { A: '1' } }, Far: { url: 'https://example.org' } };
  await field(page, 'Text').fill(JSON.stringify({ agent_servers: servers }));
  await press(page, 'Read');
  await expect(settings(page).getByText(/^Far: /)).toBeVisible();
  await expectFine(page, '[role=dialog]');
  await press(page, 'Cancel');

  await press(page, 'Add custom');
  await field(page, 'Handle').fill('mine');
  await field(page, 'Command').fill(command);
  await field(page, 'Arguments').fill(args.join('\n'));
  await press(page, 'Add a secret');
  await field(page, 'Name of a secret').fill('SKEIN_KEY');
  await settings(page).getByLabel('Value of SKEIN_KEY').fill('sk-never-seen');
  await press(page, 'Test');
  await expect(settings(page).getByRole('status').filter({ hasText: 'answered in' })).toBeVisible();
  await expectFine(page, '[role=dialog]');
});

test('[S3.7] [S4.4] axe finds nothing wrong in taking over a session, and while it is fetched', async ({
  app,
  page,
}) => {
  const listed = ['first', 'second'].map((id) => ({ sessionId: id, cwd: app.folder, title: `The ${id}` }));
  const content = { type: 'text', text: 'Mend the tests' };
  await app.addScriptedAgent('scripted', {
    reopens: 'load',
    lists: [listed, [{ sessionId: 'third', cwd: '/elsewhere', updatedAt: '2026-01-02T03:04:05Z' }]],
    repeats: { updates: [{ sessionUpdate: 'user_message_chunk', content }], how: 'hangs' },
  });
  await app.open(page);
  await page.keyboard.press('Control+,');
  await press(page, 'Agents');
  await press(page, 'Take over a session of @scripted');
  const dialog = page.getByRole('dialog', { name: 'Take over a session' });
  await button(page, 'Show more').click();
  await expect(dialog.getByRole('option')).toHaveCount(3);
  await expectFine(page, '[role=dialog]');
  await dialog.getByRole('option', { name: 'The first' }).click();
  await expect(button(page, 'Stop fetching')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await expectFine(page);
});
