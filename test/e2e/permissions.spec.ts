import { symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { Step } from '../support/scripted-agent.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixture.ts';
import {
  button,
  card,
  connectionOf,
  fence,
  newSession,
  question,
  rows,
  send,
  settings,
  show,
  state,
  steps,
} from './parts.ts';

const policy = (page: Page, name: string): Locator => page.getByRole('combobox', { name: `Permissions: ${name}` });
const answers = (page: Page): Locator => question(page).getByRole('button');
const confirmation = (page: Page): Locator => page.getByRole('dialog', { name: 'Allow everything?' });
const lines = (page: Page): Locator => settings(page).getByRole('tabpanel').getByRole('listitem');

async function choosePolicy(page: Page, held: string, wanted: string): Promise<void> {
  await policy(page, held).click();
  await page.getByRole('option', { name: wanted, exact: true }).click();
}

async function openPermissions(page: Page, part: 'Rules' | 'Decisions'): Promise<void> {
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('button', { name: 'Permissions', exact: true }).click();
  await settings(page).getByRole('tab', { name: part }).click();
}

async function closeSettings(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(settings(page)).toHaveCount(0);
}

const ask = (title: string, kind: string, path: string): Step => ({
  do: 'ask',
  call: { toolCallId: title, title, kind, locations: [{ path }] },
});

test('[S4.5] what is allowed always here in one window is not asked again, is seen in the other, and can be revoked there and had back', async ({
  app,
  page,
  other,
}) => {
  await app.createSession('playbook', fence('sh', 'echo one'));
  for (const each of [other, page]) {
    await app.open(each);
    await show(each);
    await expect(question(each)).toContainText('echo one');
  }
  await page.keyboard.press('Alt+Shift+Enter');
  await expect(card(page, 'echo one')).toContainText('You allowed it always here');
  await expect(card(other, 'echo one')).toContainText('You allowed it always here, in another window');
  for (const each of [page, other]) await expect(question(each)).toHaveCount(0);

  await app.createSession('playbook', fence('sh', 'echo one'));
  await expect(rows(page)).toHaveCount(2);
  await show(page);
  await expect(card(page, 'echo one')).toContainText('Allowed by a rule');
  await openPermissions(page, 'Rules');
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText(['echo one']);
  await expect(lines(page)).toContainText(['used once']);
  await closeSettings(page);

  await expect(card(other, 'echo one').getByRole('button', { name: 'Revoke' })).toBeVisible();
  await card(page, 'echo one').getByRole('button', { name: 'Revoke' }).click();
  await expect(card(other, 'echo one').getByRole('button', { name: 'Revoke' })).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(card(other, 'echo one').getByRole('button', { name: 'Revoke' })).toBeVisible();
  await openPermissions(page, 'Rules');
  await settings(page).getByRole('button', { name: 'Revoke: echo one' }).click();
  await expect(lines(page)).toHaveCount(0);
  await expect(settings(page)).toContainText('Nothing is remembered.');
  await closeSettings(page);
  await send(page, fence('sh', 'echo one'));
  await expect(question(page)).toContainText('echo one');
});

test('[S4.5] the answers have our names in one order, with those of the agent beside them, and each is noted', async ({
  app,
  page,
}) => {
  const options = [
    { optionId: 'no', kind: 'reject_once', name: 'Nope' },
    { optionId: 'all', kind: 'allow_always', name: 'Trust me' },
    { optionId: 'yes', kind: 'allow_once', name: 'Yep' },
  ] as const;
  const shades = [
    { optionId: 'red', kind: 'allow_once', name: 'The red one' },
    { optionId: 'blue', kind: 'allow_once', name: 'The blue one' },
  ] as const;
  const title = 'mcp ping';
  const plain: Step = { do: 'ask', call: { toolCallId: 'a', title, kind: 'other' }, options };
  await app.createSession(await app.addScriptedAgent());
  await app.open(page);
  await show(page);
  await send(
    page,
    steps(plain, { ...plain, options: shades }, { ...plain, call: { toolCallId: 'b', title: 'Again' } }),
  );
  await expect(answers(page)).toHaveText([/^Allow once/, /^Always here/, 'Always, by the agent', /^Reject/]);
  await expect(answers(page).nth(0)).toHaveAccessibleDescription('Yep');
  await expect(answers(page).nth(1)).toHaveAccessibleDescription(/^From now on @scripted is not asked .* mcp ping\./);
  await expect(answers(page).nth(2)).toHaveAccessibleDescription(/^Trust me\. The agent keeps this itself/);
  await expect(answers(page).nth(3)).toHaveAccessibleDescription('Nope');
  await answers(page).nth(2).click();
  await expect(answers(page)).toHaveText(['The red one', 'The blue one']);
  await expect(answers(page).nth(0)).toHaveAccessibleDescription('Allow once');
  await expect(card(page, title)).toContainText('You allowed it always, by the agent');
  await answers(page).nth(1).click();
  await expect(question(page)).toContainText('Again');
  await button(page, 'Stop').click();
  await expect(card(page, 'Again')).toContainText('Not answered: the turn was stopped');

  const quiet = await app.createSession('playbook');
  await app.client.sessions.dispatch({ type: 'rename', sessionId: quiet, title: 'Quiet' });
  await expect(rows(page).filter({ hasText: 'Quiet' })).toBeVisible();
  await openPermissions(page, 'Decisions');
  await expect(lines(page)).toHaveText([/^Again.*Not answered/, /^mcp ping.*You allowed it/, /by the agent/]);
  await settings(page).getByRole('combobox', { name: 'Session' }).click();
  await page.getByRole('option', { name: 'Quiet' }).click();
  await expect(settings(page)).toContainText('No question was decided yet.');
});

test('[S4.5] [C37] edits are allowed in the folder alone, wherever links lead; everything only after it was confirmed', async ({
  app,
  page,
}) => {
  await symlink(tmpdir(), join(app.folder, 'out'));
  await app.createSession(await app.addScriptedAgent());
  await app.open(page);
  await show(page);
  await choosePolicy(page, 'Ask', 'Allow edits');
  await expect(policy(page, 'Allow edits')).toBeVisible();
  const inside = ask('inside', 'edit', join(app.folder, 'new.txt'));
  await send(page, steps(inside, ask('outside', 'edit', join(app.folder, 'out/new.txt'))));
  await expect(question(page)).toContainText('outside');
  await expect(card(page, 'inside')).toContainText('Allowed by the policy “Allow edits”');
  await expect(answers(page).filter({ hasText: 'Always here' }), 'a rule would allow more').toHaveCount(0);
  await page.keyboard.press('Alt+Backspace');
  await expect(card(page, 'outside')).toContainText('You rejected it');

  await choosePolicy(page, 'Allow edits', 'Allow everything');
  await expect(button(page, 'Cancel')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(confirmation(page)).toHaveCount(0);
  await expect(policy(page, 'Allow edits')).toBeFocused();
  await choosePolicy(page, 'Allow edits', 'Allow everything');
  await confirmation(page).getByRole('button', { name: 'Allow everything' }).click();
  await expect(policy(page, 'Allow everything')).toBeVisible();
  await send(page, steps(ask('anywhere', 'delete', '/etc/hosts')));
  await expect(card(page, 'anywhere')).toContainText('Allowed by the policy “Allow everything”');
});

test('[S4.5] what new sessions allow is chosen in the settings, and everything only after it was confirmed', async ({
  app,
  page,
}) => {
  await app.open(page);
  await openPermissions(page, 'Rules');
  const choice = (name: string) => settings(page).getByRole('radio', { name, exact: true });
  await choice('Allow everything').click();
  await confirmation(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(choice('Ask')).toBeChecked();
  await choice('Allow reads').click();
  await expect(choice('Allow reads')).toBeChecked();
  await closeSettings(page);
  await app.createSession('playbook');
  await expect(rows(page)).toHaveCount(1);
  await show(page);
  await expect(policy(page, 'Allow reads')).toBeVisible();
  await page.getByRole('complementary', { name: 'Sessions' }).getByRole('button', { name: 'New session' }).click();
  const within = newSession(page).getByRole('combobox', { name: /^Permissions:/ });
  await expect(within).toHaveAccessibleName('Permissions: Allow reads');
  await within.click();
  await page.getByRole('option', { name: 'Allow everything', exact: true }).click();
  await expect(confirmation(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(confirmation(page)).toHaveCount(0);
  await expect(within).toHaveAccessibleName('Permissions: Allow reads');
});

test('[S4.5] rules and decisions that were looked for while the host was away are there once it is back', async ({
  app,
  page,
}) => {
  const connection = await connectionOf(page);
  await app.open(page);
  await expect(button(page, 'Try the tour runbook')).toBeVisible();
  await connection.cut();
  await openPermissions(page, 'Decisions');
  const panel = settings(page).getByRole('tabpanel');
  await expect(panel).not.toContainText('No question was decided yet.');
  connection.mend();
  await expect(panel).toContainText('No question was decided yet.');
  await settings(page).getByRole('tab', { name: 'Rules' }).click();
  await expect(panel).toContainText('Nothing is remembered.');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[S4.5] axe finds nothing wrong in questions, rules and decisions, which fit a small window: ${scheme}`, async ({
    app,
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width: 900, height: 700 });
    await app.createSession('playbook');
    await app.open(page);
    await show(page);
    await send(page, `${fence('sh', 'echo one')}\n\n${fence('sh', 'exit 1')}`);
    await expect(question(page)).toContainText('echo one');
    for (const one of await answers(page).all()) await expect(one).toBeInViewport({ ratio: 1 });
    await button(page, 'Always here').click();
    await expect(question(page)).toContainText('exit 1');
    await expect(card(page, 'echo one')).toContainText('You allowed it always here');
    await expectAccessible(page);
    await page.keyboard.press('Alt+Backspace');
    await expect(card(page, 'exit 1')).toContainText('You rejected it');
    await expect(state(page, 'Finished')).toBeVisible();
    await openPermissions(page, 'Rules');
    await expect(lines(page)).toHaveCount(1);
    await expectAccessible(page, '.dialog');
    await settings(page).getByRole('tab', { name: 'Decisions' }).click();
    await expect(lines(page)).toHaveCount(2);
    await expectAccessible(page, '.dialog');
  });
}
