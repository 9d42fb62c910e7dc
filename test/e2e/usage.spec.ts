import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { button, rows, send, settings, show, state, steps, transcript } from './parts.ts';

const usage = (used: number, amount?: number) => {
  const cost = amount === undefined ? {} : { cost: { amount, currency: 'USD' } };
  return { do: 'update', update: { sessionUpdate: 'usage_update', used, size: 200_000, ...cost } } as const;
};
const tokens = (inputTokens: number, outputTokens: number) =>
  ({
    do: 'answer',
    fields: { usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens } },
  }) as const;

const meter = (page: Page) => page.getByRole('button', { name: /^Usage: / });
const popover = (page: Page) => page.getByRole('dialog', { name: 'Usage', exact: true });
const row = (page: Page, name: string | RegExp) => popover(page).getByRole('row', { name });

test('[S4.7] a session shows how full its context is and what its turns took, and a rollback takes nothing off', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent();
  await app.createSession('scripted');
  await app.open(page);
  await show(page);
  await expect(meter(page)).toHaveCount(0);
  await send(page, steps(usage(84_000, 0.25), tokens(12_000, 345), { do: 'say', text: 'one' }));
  await expect(meter(page)).toHaveAccessibleName('Usage: Context 42% full, 12.3K tokens, $0.25');
  await expect(transcript(page).getByRole('article', { name: 'You' })).toContainText('12.3K tokens · $0.25');

  await send(page, steps(usage(190_000), { do: 'say', text: 'two' }, { do: 'wait-for-cancel' }));
  await expect(meter(page)).toContainText('nearly full');
  await button(page, 'Stop').click();
  await expect(state(page, 'Stopped')).toBeVisible();
  await meter(page).focus();
  await page.keyboard.press('Enter');
  await expect(popover(page)).toContainText('190,000 of 200,000 tokens, 95%');
  await expect(row(page, /^This session/)).toHaveText(/12\.3K\$0\.25$/);
  await expect(popover(page)).toContainText('Tokens of 1 out of 2 turns; the others reported none.');
  await expect(popover(page).getByRole('region', { name: 'Usage by turn' }).getByRole('row')).toHaveCount(3);
  await expect(row(page, /^2 /)).toContainText('not reported');
  await page.keyboard.press('Escape');
  await expect(popover(page)).toHaveCount(0);
  await expect(meter(page)).toBeFocused();

  await transcript(page).getByRole('article', { name: 'You' }).first().hover();
  await button(page, 'Roll back to here…').first().click();
  await page.getByRole('dialog', { name: 'Roll back' }).getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(transcript(page).getByRole('article')).toHaveCount(0);
  await meter(page).click();
  await expect(row(page, /^This session/)).toHaveText(/12\.3K\$0\.25$/);
  await expect(popover(page).getByText('rolled back', { exact: true })).toHaveCount(2);
});

test('[S4.7] the settings have the sums of all sessions by agent, folder, day and session, in either language', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent('dear');
  await app.addScriptedAgent('silent');
  const first = await app.createSession('dear', steps(usage(1, 1.5), tokens(1_000_000, 5)));
  await app.createSession('silent', 'hello');
  await app.open(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('img', { name: 'Finished' })).toHaveCount(2);
  await page.keyboard.press('Control+,');
  await button(page, 'Agents').click();
  const agent = (handle: string) =>
    settings(page)
      .getByRole('listitem')
      .filter({ hasText: `@${handle}` });
  await expect(agent('dear')).toContainText(/Last 30 days: \d:\d\d · 1M tokens · \$1\.50/);
  await expect(agent('silent')).toContainText(/Last 30 days: \d:\d\d · tokens and cost not reported/);
  await expect(agent('playbook')).toContainText('Not used in the last 30 days');

  await settings(page).getByRole('button', { name: 'Usage', exact: true }).click();
  const line = (name: string | RegExp) => settings(page).getByRole('row', { name });
  await expect(line(/^Total/)).toHaveText(/^Total2\d:\d\d1M\$1\.50$/);
  await expect(settings(page).getByRole('row').nth(2)).toContainText('not reported');
  for (const by of ['Folder', 'Day', 'Session']) {
    await settings(page).getByRole('radio', { name: by, exact: true }).check();
    await expect(settings(page).getByRole('columnheader').first()).toHaveText(by);
    await expect(settings(page).getByRole('row')).toHaveCount(by === 'Session' ? 4 : 3);
  }
  const { total } = await app.client.usage.summary({ by: 'agent', since: Date.now() + 60_000 });
  expect(total).toMatchObject({ turns: 0, cost: [] });
  await app.client.sessions.dispatch({ type: 'delete', sessionId: first });
  await settings(page).getByRole('radio', { name: 'All', exact: true }).check();
  await expect(line(/^Total/)).toHaveText(/1M\$1\.50$/);
  await button(page, 'General').click();
  await settings(page).getByRole('radio', { name: '简体中文' }).check();
  const dialog = page.getByRole('dialog', { name: '设置' });
  await dialog.getByRole('button', { name: '用量', exact: true }).click();
  await expect(dialog.getByRole('row', { name: /^合计/ })).toHaveText(/100万US\$1\.50$/);
});
