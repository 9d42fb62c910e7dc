import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { DEFAULT_BUDGET } from '../../protocol/budget.ts';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { card, composer, replies, send, settings, show, steps } from './parts.ts';

const FREE = { children: null, depth: null, tokens: null, cost: null, timeMs: null } as const;

const cost = (amount: number) =>
  ({
    do: 'update',
    update: { sessionUpdate: 'usage_update', used: 1, size: 200_000, cost: { amount, currency: 'USD' } },
  }) as const;
const tokens = (totalTokens: number) =>
  ({ do: 'answer', fields: { usage: { inputTokens: 0, outputTokens: totalTokens, totalTokens } } }) as const;
const said = (text: string, spent: number) => steps({ do: 'say', text }, tokens(spent));

const SPAWNING = {
  do: 'update',
  update: { sessionUpdate: 'tool_call', toolCallId: 'spawn', title: 'Spawn a tester', status: 'completed' },
} as const;

const meter = (page: Page): Locator => page.getByRole('button', { name: /^Budget: / });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Budget', exact: true });
const field = (part: Locator, name: string): Locator => part.getByRole('textbox', { name, exact: true });

/** As the host would have it spawned by the last turn. */
async function spawn(app: App, parent: SessionId, description: string): Promise<SessionId> {
  const { items } = await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 10 });
  const last = items.find(({ kind }) => kind === 'tool') ?? items[0];
  if (!last) throw new Error('Nothing was asked yet');
  const sessionId = sessionIdOf(ulid());
  const relationship = { kind: 'subagent', parent, turn: last.turn, item: last.id, type: null } as const;
  const place = { agentId: AgentId.parse('scripted'), folder: app.folder };
  await app.client.sessions.dispatch({ type: 'create', sessionId, ...place, relationship, description });
  return sessionId;
}

test('[S5.2] a tree shows what it takes of its budget, is held to it, and goes on where a person raises it', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent();
  const parent = await app.createSession('scripted', steps(cost(4.2), { do: 'say', text: 'begun' }, tokens(120_000)));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toHaveText(['begun']);
  await expect(meter(page)).toHaveCount(0);
  await spawn(app, parent, 'Look at the tests');
  await expect(meter(page)).toHaveAccessibleName('Budget: Sessions below 1 of 100');

  await meter(page).click();
  await expect(field(dialog(page), 'Sessions below')).toHaveValue('100');
  await field(dialog(page), 'Tokens').fill('a lot');
  await field(dialog(page), 'Cost').fill('4');
  await expect(dialog(page)).toContainText('Reached already: nothing can be sent until it is higher.');
  await page.keyboard.press('Control+Enter');
  await expect(field(dialog(page), 'Tokens')).toBeFocused();
  await expect(field(dialog(page), 'Tokens')).toHaveAccessibleDescription(/A whole number such as/);
  await expectAccessible(page);
  await field(dialog(page), 'Tokens').fill('125k');
  await field(dialog(page), 'Cost').fill('');
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(meter(page)).toHaveAccessibleName('Budget: Tokens 120K of 125K, nearly reached');
  await expect(meter(page)).toBeFocused();

  const gate = app.gate('go');
  await send(page, steps({ do: 'say', text: 'at it' }, gate.step, tokens(6_000)));
  await expect(replies(page)).toHaveText(['begun', 'at it']);
  await send(page, said('next', 1));
  await gate.open();
  const queue = page.getByRole('region', { name: 'Waiting prompts' });
  await expect(queue).toContainText('Held, because the budget of the tree is used up.');
  await expect(meter(page)).toHaveAccessibleName('Budget: Tokens 126K of 125K, reached');
  await send(page, 'And this');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This tree has used 126,000 of at most 125,000 tokens.');
  await expect(composer(page)).toHaveValue('And this');
  await expectAccessible(page);

  await alert.getByRole('button', { name: 'Raise budget…' }).click();
  await field(dialog(page), 'Tokens').fill('1M');
  await field(dialog(page), 'Tokens').press('Enter');
  await expect(alert).toHaveCount(0);
  await expect(meter(page)).toHaveAccessibleName('Budget: Tokens 126K of 1M');
  await queue.getByRole('button', { name: 'Send them' }).click();
  await expect(replies(page)).toHaveText(['begun', 'at it', 'next']);
  await expect(composer(page)).toHaveValue('And this');
});

test('[S5.2] new trees begin with the budget of the settings, which is changed from any of their sessions', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent();
  const parent = await app.createSession('scripted', steps(SPAWNING, { do: 'say', text: 'begun' }, tokens(5)));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: parent, title: 'Lead' });
  await app.open(page);
  await show(page);
  await expect(replies(page)).toHaveText(['begun']);
  await page.keyboard.press('Control+,');
  const trees = settings(page).getByRole('group', { name: 'Budget of new trees' });
  await expect(field(trees, 'Sessions below')).toHaveValue(String(DEFAULT_BUDGET.children));
  await field(trees, 'Sessions below').fill('1');
  await field(trees, 'Levels below').fill('');
  await trees.getByRole('button', { name: 'Save' }).click();
  await expect(trees.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await spawn(app, parent, 'Look at the tests');
  await expect(spawn(app, parent, 'One more')).rejects.toMatchObject({
    data: { code: 'over-budget', over: { limit: 'children', max: 1, used: 1 }, root: parent },
  });
  await expect(meter(page)).toHaveAccessibleName('Budget: Sessions below 1 of 1, reached');
  await app.client.sessions.dispatch({ type: 'set-budget', sessionId: parent, budget: { ...FREE, tokens: 5 } });
  await expect(meter(page)).toHaveAccessibleName('Budget: Tokens 5 of 5, reached');

  await card(page, 'Spawn a tester').getByRole('button', { name: 'Look at the tests' }).click();
  await expect(page.getByRole('heading', { name: 'Look at the tests' })).toBeVisible();
  await expect(meter(page)).toHaveAccessibleName('Budget: Tokens 5 of 5, reached');
  const task = steps({ do: 'say', text: 'looked' });
  await send(page, task);
  await expect(page.getByRole('alert')).toContainText('This tree has used 5 of at most 5 tokens.');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('>budget');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('“Lead” and all below it');
  await field(dialog(page), 'Tokens').fill('');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await composer(page).press('Enter');
  await expect(replies(page)).toHaveText(['looked']);
  await expect(composer(page)).toHaveValue('');
});
