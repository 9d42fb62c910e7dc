import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, scripted, test } from './fixture.ts';
import { button, newSession, replies, send, settings } from './parts.ts';

/** A folder of programs that comes first on the host's PATH; one of them is called like an agent that Skein knows. */
const bin = mkdtempSync(join(tmpdir(), 'skein-bin-'));
const { command, args } = scripted({});
const quoted = [command, ...args].map((word) => `'${word}'`).join(' ');
writeFileSync(join(bin, 'opencode'), `#!/bin/sh\n[ "$1" = --version ] && echo 1.18.33 && exit\nexec ${quoted}\n`);
chmodSync(join(bin, 'opencode'), 0o755);
test.use({ hostEnv: { PATH: `${bin}:/usr/bin:/bin`, SHELL: '/bin/sh' } });
test.afterAll(() => rmSync(bin, { recursive: true, force: true }));

const section = (page: Page, name: string) => settings(page).getByRole('region', { name });
const lineOf = (page: Page, name: string) => page.getByRole('listitem').filter({ hasText: name });

async function openAgents(page: Page): Promise<void> {
  await button(page, 'Settings').click();
  await settings(page).getByRole('button', { name: 'Agents', exact: true }).click();
}

test('[S4.3] a start shows what this machine has, with versions, and one press leads to a session with it', async ({
  app,
  page,
}) => {
  await app.open(page);
  const found = page.getByRole('region', { name: 'Found on this machine' });
  await expect(found.getByRole('listitem').filter({ hasText: 'OpenCode' })).toContainText('1.18.33');
  await found.getByRole('button', { name: 'Add OpenCode' }).click();
  await expect(newSession(page).getByRole('combobox', { name: 'Agent' })).toHaveText('OpenCode');
  await newSession(page).getByRole('combobox', { name: 'Folder' }).fill(app.folder);
  await page.keyboard.press('Control+Enter');
  await expect(newSession(page)).toBeHidden();
  await send(page, 'Say this');
  await expect(replies(page)).toHaveText('Say this');
});

test('[S4.3] the settings add what is found and try it at once, and say how the rest gets here', async ({
  app,
  page,
}) => {
  await app.open(page);
  await openAgents(page);
  await section(page, 'Found on this machine').getByRole('button', { name: 'Add OpenCode' }).click();
  await expect(settings(page).getByRole('status').filter({ hasText: 'answered in' })).toContainText('Scripted 1.2.3');
  await expect(lineOf(page, '@opencode')).toContainText('opencode acp');
  await expect(section(page, 'Found on this machine').getByText('OpenCode')).toHaveCount(0);
  await expect(section(page, 'To be installed').getByRole('listitem').filter({ hasText: 'goose' })).toBeVisible();
  await expect(section(page, 'Where programs are looked for')).toContainText(
    /As your login shell sets it up.*\/bin\/sh/,
  );

  // It is tried as it is added, and not again after every look at its settings.
  const press = (name: string) => settings(page).getByRole('button', { name, exact: true });
  await press('Edit @opencode').click();
  await press('Cancel').click();
  await expect(press('Test @opencode')).toHaveText('Test');
  await expect(settings(page).getByText('answered in')).toHaveCount(0);

  writeFileSync(join(bin, 'goose'), '#!/bin/sh\necho goose 9.9.9\n', { mode: 0o755 });
  await settings(page).getByRole('button', { name: 'Look again' }).click();
  await expect(section(page, 'Found on this machine').getByRole('listitem')).toContainText('9.9.9');
  rmSync(join(bin, 'goose'));
});

test('[S4.3] agents are imported from a text, after a look at what would be added', async ({ app, page }) => {
  await app.open(page);
  await openAgents(page);
  const press = (name: string) => settings(page).getByRole('button', { name, exact: true }).click();
  await press('Import…');
  const text = settings(page).getByRole('textbox', { name: 'Text' });
  await text.fill('{ "agent_servers": ');
  await press('Read');
  await expect(settings(page).getByRole('alert')).toContainText('This is no JSON');
  const servers = { Mine: { command, args, env: { A: '1' } }, Far: { url: 'https://example.org' } };
  await text.fill(JSON.stringify({ agent_servers: servers }));
  await press('Read');
  await expect(settings(page).getByRole('checkbox', { name: /Mine/ })).toBeChecked();
  await expect(settings(page).getByText(/^Far: /)).toBeVisible();
  await press('Add 1 agent');
  await expect(lineOf(page, '@mine')).toBeVisible();
  // It comes a moment later, and moves the other buttons.
  await expect(button(page, 'Sign in to @mine')).toBeVisible();
  await press('Test @mine');
  await expect(settings(page).getByRole('status').filter({ hasText: 'answered in' })).toContainText('Scripted 1.2.3');
});
