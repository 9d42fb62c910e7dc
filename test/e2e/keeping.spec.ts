import { ulid } from 'ulid';
import { sessionIdOf } from '../../protocol/ids.ts';
import { expect, test } from './fixture.ts';
import {
  button,
  card,
  composer,
  fence,
  replies,
  rows,
  send,
  sessions,
  settings,
  show,
  state,
  steps,
  transcript,
} from './parts.ts';

test('[S2.6] what was typed and which session is shown survive a reload', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.createSession('playbook');
  await app.open(page);
  await show(page, 1);
  await composer(page).fill('Not finished yet');
  await page.reload();
  await expect(rows(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(composer(page)).toHaveValue('Not finished yet');
  await show(page, 0);
  await expect(composer(page)).toHaveValue('');
  await composer(page).press('Enter');
  await expect(rows(page).first().getByRole('img', { name: 'Idle' })).toBeVisible();
});

test('[S2.6] the composer has the height of what is in it, up to twelve lines, and scrolls then', async ({
  app,
  page,
}) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  const heightOf = async (lines: number) => {
    await composer(page).fill('line\n'.repeat(lines - 1));
    return composer(page).evaluate(({ clientHeight }) => clientHeight);
  };
  const one = await heightOf(1);
  expect(await heightOf(5)).toBe(5 * one);
  expect(await heightOf(12)).toBe(12 * one);
  expect(await composer(page).evaluate((area) => area.scrollHeight - area.clientHeight)).toBe(0);
  expect(await heightOf(13)).toBe(12 * one);
  expect(await composer(page).evaluate((area) => area.scrollHeight - area.clientHeight)).toBe(one);
  expect(await heightOf(2)).toBe(2 * one);
});

test('[S2.6] a session is renamed in its place: Enter keeps, Escape does not', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await sessions(page).press('F2');
  const name = sessions(page).getByRole('textbox', { name: 'Rename' });
  await name.fill('Mend the gate');
  await name.press('Enter');
  await expect(rows(page)).toContainText('Mend the gate');
  await expect(page.getByRole('heading', { name: 'Mend the gate' })).toBeVisible();

  await sessions(page).press('F2');
  await name.fill('Something else');
  await name.press('Escape');
  await expect(name).toBeHidden();
  // Commands of a window keep their order: once this is answered, a rename before it would be seen.
  await send(page, 'help');
  await expect(replies(page)).toContainText('I run Markdown runbooks');
  await expect(rows(page)).toContainText('Mend the gate');

  await page.getByRole('button', { name: 'Mend the gate' }).click();
  const title = page.getByRole('banner').getByRole('textbox', { name: 'Rename' });
  await title.fill('Paint the gate');
  await composer(page).click();
  await expect(rows(page)).toContainText('Paint the gate');
});

test('[S2.6] a deleted session comes back when it is wanted back', async ({ app, page }) => {
  await app.createSession('playbook', 'help');
  await app.open(page);
  await show(page);
  await expect(state(page, 'Finished')).toBeVisible();
  await sessions(page).press('Delete');
  await expect(rows(page)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  await button(page, 'Undo').click();
  await expect(rows(page)).toHaveCount(1);
  await expect(replies(page)).toContainText('I run Markdown runbooks');
});

test('[S2.6] a theme that was chosen counts whatever the system says', async ({ app, page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await app.open(page);
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  const light = await background();
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('radio', { name: 'Dark' }).check();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  expect(await background()).toBe(dark);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('radio', { name: 'Light' }).check();
  expect(await background()).toBe(light);
});

test('[S2.6] the sidebar hides, and one goes back and forward with keys', async ({ app, page }) => {
  const ids = [await app.createSession('playbook'), await app.createSession('playbook')];
  for (const [n, sessionId] of ids.entries()) {
    await app.client.sessions.dispatch({ type: 'rename', sessionId, title: `Session ${n}` });
  }
  await app.open(page);
  await show(page, 0);
  await expect(page.getByRole('heading', { name: 'Session 1' })).toBeVisible();
  await show(page, 1);
  await expect(page.getByRole('heading', { name: 'Session 0' })).toBeVisible();
  await page.keyboard.press('Control+b');
  await expect(sessions(page)).toBeHidden();
  await page.keyboard.press('Control+[');
  await expect(page.getByRole('heading', { name: 'Session 1' })).toBeVisible();
  await page.keyboard.press('Control+]');
  await expect(page.getByRole('heading', { name: 'Session 0' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Session 0' })).toBeVisible();
  await expect(sessions(page)).toBeHidden();
  await button(page, 'Show sidebar').click();
  await expect(sessions(page)).toBeVisible();
});

test('[S2.9] an address opens one window, which may be reloaded; a second is told how to get its own', async ({
  app,
  page,
  browser,
}) => {
  const url = await app.freshUrl();
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
  expect(page.url()).not.toContain('code');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();

  const other = await (await browser.newContext()).newPage();
  await other.goto(url);
  await expect(other.getByRole('heading', { name: 'This window needs a new address' })).toBeVisible();
  await expect(other.getByText('This address was opened already; each works once.')).toBeVisible();
  await expect(other.getByText('npm run serve')).toBeVisible();
  await other.context().close();
});

test('[C47] a window whose host was killed keeps what it shows, and the turn is interrupted', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(agent, steps({ do: 'say', text: 'Words before the end' }, { do: 'hang' }));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Words before the end');
  await composer(page).fill('A thought of mine');
  await app.crash();
  await expect(page.getByText('The connection to the host was lost. Reconnecting…')).toBeVisible();
  await expect(replies(page)).toContainText('Words before the end');

  await app.restart();
  await expect(page.getByRole('heading', { name: 'This window needs a new address' })).toBeVisible();
  await expect(page.getByText('Skein was started anew since this window was opened.')).toBeVisible();
  await app.open(page);
  await expect(replies(page)).toContainText('Words before the end');
  const ended = transcript(page).getByRole('article', { name: /^Interrupted/ });
  await expect(ended).toBeVisible();
  await expect(composer(page)).toHaveValue('A thought of mine');
  await expect(state(page, 'Interrupted')).toBeVisible();
});

test('[C48] an interrupted runbook is resumed at the step that was not finished', async ({ app, page }) => {
  const { step, open } = app.gate('go');
  const runbook = [
    fence('sh', 'echo once >> first.txt'),
    fence('sh', `echo begun\nuntil [ -e ${step.path} ]; do sleep 0.05; done`),
    fence('sh', 'cat first.txt'),
  ];
  await app.createSession('playbook', runbook.join('\n\n'));
  await app.open(page);
  await show(page);
  await button(page, 'Always, by the agent').click();
  await expect(card(page, 'echo begun …').getByRole('figure', { name: 'Output' })).toHaveText('begun');
  await app.crash();
  await app.restart();
  await open();
  await app.open(page);
  await expect(state(page, 'Interrupted')).toBeVisible();
  await button(page, 'Resume').click();
  await expect(state(page, 'Finished')).toBeVisible();
  await expect(card(page, 'cat first.txt').getByRole('figure', { name: 'Output' })).toHaveText('once');
});

test('[C48] an interrupted prompt can be sent again', async ({ app, page }) => {
  const agent = await app.addScriptedAgent('scripted', { reopens: 'resume' });
  const { step, open } = app.gate('go');
  await app.createSession(agent, steps({ do: 'say', text: 'Begun' }, step, { do: 'say', text: ' and ended.' }));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Begun');
  await app.crash();
  await app.restart();
  await open();
  await app.open(page);
  await button(page, 'Try again').click();
  await expect(replies(page)).toHaveText(['Begun', 'Begun and ended.']);
  await expect(state(page, 'Finished')).toBeVisible();
});

test('[S2.6] a window whose session is gone for good shows the start', async ({ app, page }) => {
  await app.open(page);
  await page.evaluate((id) => sessionStorage.setItem('skein.selected', id), sessionIdOf(ulid()));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
});
