import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { AgentId } from '../../protocol/ids.ts';
import type { Manner } from '../support/scripted-agent.ts';
import { type App, expect, scripted, test } from './fixture.ts';
import { button, composer, replies, rows, send, settings, transcript } from './parts.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Take over a session' });
const filter = (page: Page) => dialog(page).getByRole('combobox', { name: 'Filter by title or folder' });
const lines = (page: Page) => dialog(page).getByRole('option');

const chunk = (kind: 'user' | 'agent', text: string) => ({
  ...{ sessionUpdate: `${kind}_message_chunk`, content: { type: 'text', text } },
});
const HISTORY = [
  chunk('user', 'Mend the tests'),
  { sessionUpdate: 'tool_call', toolCallId: 'c1', title: 'Run the tests', kind: 'execute', status: 'completed' },
  chunk('agent', 'All of them pass.'),
  chunk('user', 'And the lint?'),
  chunk('agent', 'It is quiet.'),
];

/** An agent that has three conversations, two of them in the working folder, on two pages. */
function listing(app: App, more: Partial<Manner> = {}): Manner {
  const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const first = [
    { sessionId: 'tests', cwd: app.folder, title: 'Mend the tests', updatedAt: at(5) },
    { sessionId: 'words', cwd: '/elsewhere/site', title: 'Write the words', updatedAt: at(90) },
  ];
  const second = [{ sessionId: 'nameless', cwd: app.folder, updatedAt: at(3_000) }];
  return { reopens: 'load', repeats: { updates: HISTORY }, lists: [first, second], ...more };
}

test('[S4.4] a session of an agent’s own is found, taken over by the keyboard with its history, and goes on; it is held once', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent('scripted', listing(app));
  await app.open(page);
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('take over');
  await page.keyboard.press('Enter');
  await expect(filter(page)).toBeFocused();
  await expect(lines(page)).toHaveText([/^Mend the tests5m$/, /^Write the words1h$/]);
  await button(page, 'Show more').click();
  await expect(lines(page)).toHaveCount(3);

  await filter(page).fill('nothing like it');
  await expect(dialog(page).getByText('No session of these matches.')).toBeVisible();
  await filter(page).fill('');
  await filter(page).press('ArrowDown');
  await expect(lines(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await filter(page).fill('tests');
  await filter(page).press('Enter');

  await expect(dialog(page)).toHaveCount(0);
  await expect(replies(page)).toHaveText(['All of them pass.', 'It is quiet.']);
  await expect(
    transcript(page).getByText('Taken over from the agent: what came before was fetched from it'),
  ).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await send(page, 'Thanks');
  await expect(replies(page)).toHaveText(['All of them pass.', 'It is quiet.', 'Thanks']);

  // It is here now: choosing it again shows it. A prompt that was written is not thrown away for it.
  await page.keyboard.press('ControlOrMeta+n');
  const prompt = page.getByRole('textbox', { name: 'First prompt' });
  await prompt.fill('Half a thought');
  await expect(button(page, 'Take over a session…')).toHaveCount(0);
  await prompt.fill('');
  await button(page, 'Take over a session…').click();
  await expect(lines(page).first()).toHaveText(/Already here/);
  await filter(page).press('Enter');
  await expect(dialog(page)).toHaveCount(0);
  await expect(rows(page)).toHaveCount(1);
});

test('[S4.4] a fetch shows how far it is, can be stopped and begun anew; an agent that cannot list says so', async ({
  app,
  page,
}) => {
  const until = join(app.folder, 'mended');
  await app.addScriptedAgent('scripted', listing(app, { repeats: { updates: HISTORY, how: 'hangs', until } }));
  await app.client.agents.save({ id: AgentId.parse('other'), name: 'Other', ...scripted({}), env: {} });
  await app.open(page);
  await button(page, 'Settings').click();
  await settings(page).getByRole('button', { name: 'Agents', exact: true }).click();
  await button(page, 'Take over a session of @other').click();
  await expect(dialog(page).getByRole('alert')).toContainText('This agent does not show what sessions it has.');
  await dialog(page).getByRole('combobox', { name: 'Agent' }).click();
  await page.getByRole('option', { name: 'Scripted' }).click();
  await lines(page).first().click();

  const progress = page.getByRole('status').filter({ hasText: 'Fetching what was said from Scripted: 1 turn so far' });
  await expect(progress).toBeVisible();
  await composer(page).fill('Too early');
  await expect(page.getByText('Sending waits until all that was said is here.')).toBeVisible();
  await button(page, 'Stop fetching').click();
  await expect(transcript(page).getByText('what was said before is not all here')).toBeVisible();
  await expect(replies(page)).toHaveText(['All of them pass.']);

  await writeFile(until, '');
  await button(page, 'Fetch again').click();
  await expect(replies(page)).toHaveText(['All of them pass.', 'It is quiet.']);
  await expect(button(page, 'Fetch again')).toHaveCount(0);
  await expect(page.getByText('Sending waits until all that was said is here.')).toHaveCount(0);
  await composer(page).press('Enter');
  await expect(replies(page).last()).toHaveText('Too early');
});
