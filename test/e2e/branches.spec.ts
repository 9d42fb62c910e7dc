import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixture.ts';
import { button, composer, replies, rows, send, show, steps, transcript } from './parts.ts';

const prompts = (page: Page): Locator => transcript(page).getByRole('article', { name: 'You' });
const act = async (prompt: Locator, name: string) => {
  await prompt.hover();
  await prompt.getByRole('button', { name, exact: true }).click();
};
const editor = (page: Page): Locator => page.getByRole('textbox', { name: 'Edited prompt' });
const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });
const say = (text: string) => steps({ do: 'say', text });

/** A session in which these were asked and answered. */
async function talked(app: Parameters<Parameters<typeof test>[2]>[0]['app'], page: Page, ...words: readonly string[]) {
  await app.addScriptedAgent();
  const id = await app.createSession('scripted');
  await app.open(page);
  await show(page);
  for (const [index, word] of words.entries()) {
    await send(page, say(word));
    await expect(replies(page)).toHaveCount(index + 1);
    await expect(rows(page).first().getByRole('img', { name: 'Finished' })).toBeVisible();
  }
  return id;
}

test('[C67] [C39] [C76] an edited prompt runs on a branch beside the old one, and every window can switch between them', async ({
  app,
  page,
  other,
}) => {
  await talked(app, page, 'first answer', 'second answer');
  await app.open(other);
  await show(other);

  await act(prompts(page).nth(1), 'Edit');
  await expect(editor(page)).toBeFocused();
  await editor(page).fill(say('better answer'));
  await editor(page).press('Enter');
  for (const each of [page, other]) {
    await expect(replies(each)).toHaveText(['first answer', /better answer$/]);
    await expect(prompts(each).nth(1)).toContainText('2 of 2');
  }
  await prompts(other).nth(1).getByRole('button', { name: 'Previous branch' }).click();
  for (const each of [page, other]) await expect(replies(each)).toHaveText(['first answer', 'second answer']);
  await page.reload();
  await expect(replies(page)).toHaveText(['first answer', 'second answer']);
  await expect(prompts(page).nth(1)).toContainText('1 of 2');
});

test('[C40] [C61] an edit that is given up changes nothing; one that is left for another session keeps its words', async ({
  app,
  page,
}) => {
  await talked(app, page, 'first answer', 'second answer');
  const before = await prompts(page).allInnerTexts();
  await act(prompts(page).first(), 'Edit');
  await editor(page).fill('half a thought');
  await expect(replies(page)).toHaveText(['first answer', 'second answer']);
  await app.createSession('scripted');
  await rows(page).first().click();
  await rows(page).nth(1).click();
  await expect(editor(page)).toHaveValue('half a thought');
  await editor(page).focus();
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeHidden();
  await expect(prompts(page)).toHaveText(before, { useInnerText: true });
  await expect(replies(page)).toHaveText(['first answer', 'second answer']);
});

test('[B25] [B30] rolling back says what goes, takes it in every window, and is undone from the toast or the line at the end', async ({
  app,
  page,
  other,
}) => {
  const id = await talked(app, page, 'first answer', 'second answer', 'third answer');
  const turn = (await app.client.sessions.items({ sessionId: id, from: { after: -1 }, limit: 200 })).items.find(
    (item) => item.kind === 'prompt' && item.text.head.includes('second'),
  )?.turn;
  if (!turn) throw new Error('There is no second turn');
  const child = sessionIdOf(ulid());
  const relationship = { kind: 'subagent', parent: id, turn, type: 'Tester' } as const;
  const create = { type: 'create', sessionId: child, agentId: AgentId.parse('scripted'), folder: app.folder } as const;
  await app.client.sessions.dispatch({ ...create, relationship, description: 'Look at it' });
  await app.open(other);
  await show(other);

  await act(prompts(page).nth(1), 'Roll back to here…');
  await expect(dialog(page, 'Roll back')).toContainText('2 turns with 4 items');
  await expect(dialog(page, 'Roll back')).toContainText('Tester: Look at it');
  await dialog(page, 'Roll back').getByRole('button', { name: 'Roll back', exact: true }).click();
  for (const each of [page, other]) await expect(replies(each)).toHaveText(['first answer']);
  await expect(transcript(other)).toContainText('2 turns were taken back.');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  for (const each of [page, other]) {
    await expect(replies(each)).toHaveText(['first answer', 'second answer', 'third answer']);
  }
  const tree = await app.client.sessions.tree({ sessionId: id });
  expect(tree.map((session) => session.id)).toEqual([id, child]);
});

test('[B30] a rollback while the agent works stops it first', async ({ app, page }) => {
  await talked(app, page, 'first answer');
  await send(page, steps({ do: 'say', text: 'working' }, { do: 'wait-for-cancel' }));
  await expect(replies(page)).toHaveText(['first answer', 'working']);
  await act(prompts(page).nth(1), 'Roll back to here…');
  await dialog(page, 'Roll back').getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(replies(page)).toHaveText(['first answer']);
  await send(page, say('next answer'));
  await expect(replies(page)).toHaveText(['first answer', /next answer$/]);
});

test('[B30] an agent that does not stop is named, and nothing is rolled back', async ({ app, page }) => {
  await talked(app, page, 'first answer');
  await send(page, steps({ do: 'say', text: 'working' }, { do: 'hang' }));
  await expect(replies(page)).toHaveText(['first answer', 'working']);
  await act(prompts(page).nth(1), 'Roll back to here…');
  await dialog(page, 'Roll back').getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(transcript(page)).toContainText('Rolling back');
  await expect(transcript(page)).toContainText(/Nothing was rolled back: .* did not stop in time/);
  await expect(replies(page)).toHaveText(['first answer', 'working']);
});

test('[C16] clearing the conversation, from the palette, keeps the session and can be undone', async ({
  app,
  page,
}) => {
  await talked(app, page, 'first answer', 'second answer');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('>clear');
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Clear conversation')).toContainText('2 turns');
  await button(page, 'Clear').click();
  await expect(replies(page)).toHaveCount(0);
  await expect(rows(page)).toHaveCount(1);
  await button(page, 'Undo').first().click();
  await expect(replies(page)).toHaveText(['first answer', 'second answer']);
});

test('[B26] a fork is a session of its own, shown at once and called after the other', async ({ app, page }) => {
  await talked(app, page, 'first answer', 'second answer');
  await act(prompts(page).first(), 'Fork from here');
  await expect(replies(page)).toHaveText(['first answer']);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('(2)');
  await send(page, say('own way'));
  await expect(replies(page)).toHaveText(['first answer', /own way$/]);
  await expect(transcript(page)).toContainText(/given the transcript|own copy of the conversation/);
});

test('[C67] with a keyboard alone: to an earlier prompt, into its editor, and out again', async ({ app, page }) => {
  await talked(app, page, 'first answer');
  await transcript(page).getByRole('button', { name: 'Edit' }).focus();
  await page.keyboard.press('Enter');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeHidden();
  await composer(page).focus();
  await expect(composer(page)).toBeFocused();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`[S3.7] axe finds nothing wrong in editing, branches and rolling back: ${scheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await talked(app, page, 'first answer', 'second answer');
    await act(prompts(page).nth(1), 'Edit');
    await expectAccessible(page);
    await editor(page).fill(say('better answer'));
    await editor(page).press('Enter');
    await expect(prompts(page).nth(1)).toContainText('2 of 2');
    await prompts(page).nth(1).hover();
    await expectAccessible(page);
    await act(prompts(page).nth(1), 'Roll back to here…');
    await expect(dialog(page, 'Roll back')).toContainText('1 turn');
    await expectAccessible(page);
    await dialog(page, 'Roll back').getByRole('button', { name: 'Roll back', exact: true }).click();
    await expect(replies(page)).toHaveText(['first answer']);
    await expect(transcript(page)).toContainText('1 continuation on another branch');
    await expectAccessible(page);
  });
}
