import type { Locator, Page } from '@playwright/test';
import { type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, composer, fence, LOOKS, question, replies, rows, show, state, steps, transcript } from './parts.ts';

const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Asides' });
const field = (page: Page): Locator => panel(page).getByRole('textbox', { name: 'Question' });
const aside = (page: Page): Locator => panel(page).getByRole('log', { name: 'What was said aside' });
const answers = (page: Page): Locator => aside(page).getByRole('article', { name: 'Reply', exact: true });
const tabs = (page: Page): Locator => panel(page).getByRole('tab');
const say = (text: string) => steps({ do: 'say', text });

async function ask(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** A session in which something was said, and the panel of its asides. */
async function opened(app: App, page: Page) {
  const agent = await app.addScriptedAgent();
  const id = await app.createSession(agent, say('said before'));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toHaveText(['said before']);
  await button(page, 'Ask aside').click();
  await expect(field(page)).toBeFocused();
  return id;
}

test('[B7] [B1] what is asked aside is answered in the panel; neither the conversation nor the list has a word of it', async ({
  app,
  page,
}) => {
  const id = await opened(app, page);
  await expect(panel(page)).toContainText('Scripted knows the conversation so far.');
  await ask(page, say('said aside'));
  await expect(answers(page)).toHaveText([/said aside$/]);
  await expect(panel(page)).toContainText('Not kept: closing an aside deletes it.');
  await ask(page, say('and more'));
  await expect(answers(page)).toHaveText([/said aside$/, 'and more']);
  await expect(replies(page)).toHaveText(['said before']);
  await expect(rows(page)).toHaveCount(1);
  const { sessions } = await app.client.sessions.list({ after: null, limit: 10, hidden: true });
  expect(sessions.map((session) => session.id)).toEqual([id]);
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('said aside');
});

test('[B28] Escape closes the panel where the focus is, with its asides and what was being written kept', async ({
  app,
  page,
}) => {
  await opened(app, page);
  await ask(page, say('said aside'));
  await expect(answers(page)).toHaveText([/said aside$/]);
  await field(page).fill('half a question');
  await composer(page).press('Escape');
  await expect(panel(page)).toBeVisible();
  await field(page).press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(button(page, 'Ask aside')).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(answers(page)).toHaveText([/said aside$/]);
  await expect(field(page)).toHaveValue('half a question');
  await expect(field(page)).toBeFocused();
});

test('[S3.1] the panel of a session stays while another one is looked at, and its asides while the window loads anew', async ({
  app,
  page,
}) => {
  await opened(app, page);
  await ask(page, say('said aside'));
  await expect(answers(page)).toHaveText([/said aside$/]);
  await app.createSession('scripted');
  await expect(rows(page)).toHaveCount(2);
  await show(page, 0);
  await expect(panel(page)).toBeHidden();
  await show(page, 1);
  await expect(answers(page)).toHaveText([/said aside$/]);

  await page.reload();
  await button(page, 'Ask aside').click();
  await expect(answers(page)).toHaveText([/said aside$/]);
});

test('[B29] [B27] in the panel nothing that was asked can be edited, rolled back or forked', async ({ app, page }) => {
  await opened(app, page);
  await ask(page, say('said aside'));
  await expect(answers(page)).toHaveText([/said aside$/]);
  const asked = (within: Locator) => within.getByRole('article', { name: 'You' }).getByRole('button');
  await expect(asked(aside(page))).toHaveText(['']);
  await expect(asked(aside(page))).toHaveAccessibleName('Copy');
  await expect(asked(transcript(page)).and(page.getByRole('button', { name: 'Edit' }))).toHaveCount(1);
});

test('[B1] [S3.1] several asides have a tab each; closing one ends it, and the panel closes with the last', async ({
  app,
  page,
}) => {
  await opened(app, page);
  await ask(page, say('one'));
  await expect(answers(page)).toHaveText([/one$/]);
  await tabs(page).last().click();
  await field(page).click();
  await ask(page, say('two'));
  await expect(answers(page)).toHaveText([/two$/]);
  await expect(tabs(page)).toHaveCount(3);
  await tabs(page).nth(1).press('ArrowLeft');
  await expect(tabs(page).first()).toBeFocused();
  await expect(answers(page)).toHaveText([/one$/]);

  await button(page, 'Close this aside').click();
  await expect(answers(page)).toHaveText([/two$/]);
  await expect(tabs(page)).toHaveCount(2);
  await button(page, 'Close this aside').click();
  await expect(panel(page)).toBeHidden();
  await button(page, 'Ask aside').click();
  await expect(tabs(page)).toHaveCount(0);
});

test('[S3.7] keys go to the conversation or to its aside, whichever has the focus', async ({ app, page }) => {
  await app.createSession('playbook', fence('sh', 'echo in the session'));
  await app.open(page);
  await show(page);
  await expect(question(page)).toContainText('echo in the session');
  await button(page, 'Ask aside').click();
  await ask(page, fence('sh', 'echo aside'));
  const asked = panel(page).getByRole('region', { name: 'Playbook asks for permission' });
  const inSession = page.getByRole('main').getByRole('region', { name: 'Playbook asks for permission' });
  await expect(asked).toContainText('echo aside');

  await field(page).press('Alt+Enter');
  await expect(asked).toBeHidden();
  await expect(aside(page)).toContainText('echo aside');
  await expect(inSession).toContainText('echo in the session');
  await expect(state(page, 'Needs an answer')).toBeVisible();
  await composer(page).press('Alt+Enter');
  await expect(inSession).toBeHidden();
  await expect(state(page, 'Finished')).toBeVisible();

  await field(page).fill('aside');
  await composer(page).fill('to the session');
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await expect(field(page)).toHaveValue('aside');
});

test('[S3.1] an aside that waits for an answer says so while its panel is closed, and is a click away', async ({
  app,
  page,
}) => {
  await opened(app, page);
  await ask(page, steps({ do: 'ask', call: { toolCallId: 'c', title: 'Read the keys', kind: 'read' } }));
  const asked = panel(page).getByRole('region', { name: 'Scripted asks for permission' });
  await expect(asked).toBeVisible();
  await field(page).press('Escape');
  await button(page, 'An aside needs an answer').click();
  await expect(asked).toBeVisible();
  await expect(field(page)).toBeFocused();
  await asked.getByRole('button', { name: /^Reject/ }).click();
  await expect(asked).toBeHidden();
  await field(page).press('Escape');
  await expect(button(page, 'An aside needs an answer')).toHaveCount(0);
});

test('[S4.6] an aside that one looks at has been seen: nobody is told of it, and it wants nobody', async ({
  app,
  page,
}) => {
  const id = await opened(app, page);
  await ask(page, steps({ do: 'fail', code: -32603, message: 'broken aside' }));
  await expect(panel(page)).toContainText('broken aside');
  // What is told of the aside comes before this.
  await app.client.sessions.dispatch({ type: 'rename', sessionId: id, title: 'Afterwards' });
  await expect(rows(page)).toContainText('Afterwards');
  await expect(page).toHaveTitle('Skein');
  await expect(page.getByRole('region', { name: 'Skein' })).not.toContainText('Failed');
});

test('[S3.1] an aside is stopped by itself, and what waits behind it is shown', async ({ app, page }) => {
  await opened(app, page);
  await ask(page, steps({ do: 'say', text: 'working' }, { do: 'wait-for-cancel' }, { do: 'end', reason: 'cancelled' }));
  await expect(answers(page)).toHaveText([/working$/]);
  await ask(page, say('later'));
  const waiting = panel(page).getByRole('region', { name: 'Waiting prompts' });
  await expect(waiting.getByRole('listitem')).toHaveCount(1);
  await waiting.getByRole('button', { name: 'Edit in the composer' }).click();
  await expect(field(page)).toHaveValue(say('later'));
  await expect(waiting).toBeHidden();
  await field(page).press('Control+.');
  await expect(aside(page).getByText('Stopped. What was written is kept.')).toBeVisible();
  await expect(state(page, 'Finished')).toBeVisible();
});

test('[B7] [B1] an aside that is over says so, shows the last of it and is closed: ended elsewhere, or by a restart', async ({
  app,
  page,
}) => {
  await opened(app, page);
  await ask(page, say('said aside'));
  await expect(answers(page)).toHaveText([/said aside$/]);
  const stored = await page.evaluate(() => localStorage.getItem('skein.asides'));
  const [known] = JSON.parse(stored ?? '[]') as { readonly id: SessionId }[];
  await app.client.sessions.dispatch({ type: 'delete', sessionId: known?.id ?? sessionIdOf('') });
  await expect(panel(page).getByRole('status')).toContainText('This aside is over');
  await expect(answers(page)).toHaveText([/said aside$/]);
  await expect(field(page)).toBeDisabled();
  await button(page, 'Close this aside').click();
  await expect(panel(page)).toBeHidden();

  await button(page, 'Ask aside').click();
  await ask(page, say('asked again'));
  await expect(answers(page)).toHaveText([/asked again$/]);
  await app.crash();
  await app.restart();
  await app.open(page);
  await button(page, 'Ask aside').click();
  await expect(panel(page).getByRole('status')).toContainText('This aside is over');
  await button(page, 'Close this aside').click();
  await expect(panel(page)).toBeHidden();
});

for (const { colorScheme, width, height } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width, height } });

    test(`[S3.7] axe finds nothing wrong in asides: ${colorScheme}, ${width}×${height}`, async ({ app, page }) => {
      await opened(app, page);
      await expectAccessible(page);
      await ask(page, say('said aside'));
      await expect(answers(page)).toHaveText([/said aside$/]);
      await expectAccessible(page);
      const call = { toolCallId: 'c', title: 'Read the keys', kind: 'read' };
      await ask(page, steps({ do: 'ask', call }));
      await expect(panel(page).getByRole('region', { name: 'Scripted asks for permission' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}
