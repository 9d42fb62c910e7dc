import type { Page } from '@playwright/test';
import { type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, card, replies, rows, send, settings, show, steps, transcript } from './parts.ts';

const SIXTY = Array.from({ length: 60 }, (_, n) => `line ${n + 1}`).join('\n');

const spawn = (agent: string, title: string, task: string, background = true) =>
  ({ do: 'tool', name: 'spawn_agent', input: { agent, title, task, background } }) as const;
const words = (page: Page, title: string) =>
  transcript(page).getByRole('region', { name: title }).getByRole('figure', { name: 'What it says' });
const folding = (page: Page, title: string, how: 'Show' | 'Hide') =>
  transcript(page)
    .getByRole('region', { name: title })
    .getByRole('button', { name: `${how} what it says` });
const listed = (page: Page) => page.getByRole('menu').getByRole('menuitem');
const sent = (page: Page, title: string) => transcript(page).getByRole('article', { name: `From ${title}` });

/** A session whose agent has others, each of a make of its own so that none waits for another, do something. */
async function lead(app: App, ...spawning: readonly ReturnType<typeof spawn>[]): Promise<SessionId> {
  for (const handle of ['lead', 'one', 'two']) await app.addScriptedAgent(handle, { tools: 'http' });
  return app.createSession('lead', steps(...spawning, { do: 'say', text: 'all are at work' }));
}

async function childOf(app: App, id: SessionId): Promise<SessionId> {
  const below = async () => (await app.client.sessions.tree({ sessionId: id })).find(({ parent }) => parent === id);
  await expect.poll(below).toBeDefined();
  return (await below())?.id ?? id;
}

test('[B16] [B17] [B18] [B19] [S5.8] what works in the background shows its last words under its card, live, and stands in a list that closes itself', async ({
  app,
  page,
}) => {
  const [parser, lexer] = [app.gate('parser'), app.gate('lexer')];
  await lead(
    app,
    spawn('one', 'Fix parser', steps({ do: 'say', text: SIXTY }, parser.step, { do: 'say', text: '\nparsed' })),
    spawn('two', 'Fix lexer', steps({ do: 'say', text: 'looking' }, lexer.step)),
  );
  await app.open(page);
  await show(page);
  await expect(card(page, 'Spawn agent: Fix parser')).toBeVisible();
  await expect(words(page, 'Fix parser')).toContainText('line 60');
  await expect(words(page, 'Fix parser')).not.toContainText(/line 10\s/);
  await transcript(page).getByRole('button', { name: '10 earlier lines' }).click();
  await expect(words(page, 'Fix parser')).toContainText(/line 10\s/);
  await expect(words(page, 'Fix lexer')).toHaveText('looking');

  await button(page, '2 agents in the background').press('Enter');
  await expect(listed(page)).toHaveText([/Fix parser.*Running/, /Fix lexer.*Running/]);
  await expectAccessible(page);
  await parser.open();
  await expect(listed(page)).toHaveText([/Fix lexer/]);
  await expect(words(page, 'Fix parser')).toContainText('parsed');
  await page.keyboard.press('Escape');
  await expect(listed(page)).toHaveCount(0);
  await button(page, '1 agent in the background').press('Enter');
  await lexer.open();
  await expect(listed(page)).toHaveCount(0);
  await expect(button(page, 'No agents in the background')).toBeDisabled();

  await folding(page, 'Fix lexer', 'Hide').press('Enter');
  await expect(words(page, 'Fix lexer')).toHaveCount(0);
  await page.reload();
  await expect(words(page, 'Fix lexer')).toHaveText('looking');
  await expectAccessible(page);
});

test.describe(() => {
  test.use({ colorScheme: 'dark', viewport: { width: 900, height: 700 } });

  test('[S5.8] an agent is told when one in the background has finished, in words that nobody takes for the person’s, unless they say no', async ({
    app,
    page,
  }) => {
    const [gate, busy] = [app.gate('go'), app.gate('busy')];
    const id = await lead(app, spawn('one', 'Fix parser', steps(gate.step, { do: 'say', text: 'parsed' })));
    await app.open(page);
    await show(page);
    await expect(replies(page)).toHaveText(['all are at work']);
    await send(page, steps(busy.step, { do: 'say', text: 'done myself' }));
    await gate.open();
    const chip = page.getByRole('region', { name: 'Waiting prompts' });
    await expect(chip.getByRole('button', { name: 'From Fix parser' })).toBeVisible();
    await expectAccessible(page);
    await busy.open();
    await expect(sent(page, 'Fix parser')).toContainText('has finished. It said:parsed');
    await expect(replies(page)).toHaveText(['all are at work', 'done myself', /^Background agent “Fix parser”/]);
    await expect(transcript(page).getByRole('article', { name: 'You' })).toHaveCount(2);
    await expectAccessible(page);

    await button(page, 'Settings').click();
    const told = settings(page).getByRole('checkbox', { name: 'Tell agents when their background agents finish' });
    await told.click();
    await expect(told).not.toBeChecked();
    await page.keyboard.press('Escape');
    const child = await childOf(app, id);
    await app.prompt(child, steps({ do: 'say', text: 'again' }));
    await expect(words(page, 'Fix parser')).toHaveText('again');
    await sent(page, 'Fix parser').getByRole('button', { name: 'From Fix parser' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Fix parser' })).toBeVisible();
    await expect(replies(page)).toHaveText(['parsed', 'again']);
    await button(page, 'Back').click();
    await expect(replies(page)).toHaveCount(3);
  });
});

test('[W64] [B10] [S5.10] sessions stand by their names where agents write their ids, and one that nobody knows by none', async ({
  app,
  page,
}) => {
  const id = await lead(app, spawn('one', 'Fix parser', steps({ do: 'say', text: 'parsed' }), false));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: id, title: 'Orchestrator' });
  await app.open(page);
  await show(page);
  const child = await childOf(app, id);
  await expect(words(page, 'Fix parser')).toHaveCount(0);
  await folding(page, 'Fix parser', 'Show').press('Enter');
  await expect(words(page, 'Fix parser')).toHaveText('parsed');

  const stranger = sessionIdOf(ulidOf(5));
  const reply = `I asked @session:${child}, then skein://session/${stranger}.`;
  await send(page, steps({ do: 'tool', name: 'read_session', input: { session: child } }, { do: 'say', text: reply }));
  await expect(replies(page).last()).toHaveText('I asked Fix parser, then A session that is not here any more.');
  await expect(card(page, 'Read session: Fix parser')).toBeVisible();
  await app.client.sessions.dispatch({ type: 'rename', sessionId: child, title: 'Mend parser' });
  await expect(replies(page).last()).toHaveText('I asked Mend parser, then A session that is not here any more.');
  await card(page, 'Read session: Mend parser').getByRole('button', { name: 'Expand' }).click();
  await expect(card(page, 'Read session: Mend parser')).toContainText('“Mend parser”');
  await card(page, 'Read session: Mend parser').getByText('Input').click();
  await expect(card(page, 'Read session: Mend parser').getByText('mcp__skein__read_session')).toBeVisible();
  await replies(page).last().getByRole('button', { name: 'Mend parser' }).click();
  await expect(page.getByRole('heading', { name: 'Mend parser' })).toBeVisible();
  await expect(sent(page, 'Orchestrator')).toHaveCount(1);
  await expect(rows(page)).toHaveCount(1);
});
