import type { Page } from '@playwright/test';
import { type App, expect, test } from './fixture.ts';
import { button, composer, replies, show, state, steps, transcript } from './parts.ts';

const waiting = (page: Page) => page.getByRole('region', { name: 'Waiting prompts' });

/** A session whose agent works until its gate opens. */
async function openWorking(app: App, page: Page) {
  const agent = await app.addScriptedAgent();
  const gate = app.gate('first');
  await app.createSession(agent, steps({ do: 'say', text: 'Working.' }, gate.step, { do: 'say', text: ' Done.' }));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Working.');
  return gate;
}

async function send(page: Page, text: string, key = 'Enter'): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press(key);
  await expect(composer(page)).toHaveValue('');
}

test('[C66] what is sent while the agent works waits in the line and is sent in order when it has finished', async ({
  app,
  page,
}) => {
  const gate = await openWorking(app, page);
  await send(page, 'and then this');
  await send(page, 'and last this');
  await expect(waiting(page).getByRole('listitem')).toHaveText([/Next\s*and then this/, /Then\s*and last this/]);
  await gate.open();
  await expect(waiting(page)).toHaveCount(0);
  await expect(replies(page).last()).toContainText('and last this');
  await expect(transcript(page).getByText('and then this').first()).toBeVisible();
});

test('[C87] a stop holds the line with its reason until somebody lets it go on', async ({ app, page }) => {
  await openWorking(app, page);
  await send(page, 'held back');
  await button(page, 'Stop').click();
  await expect(waiting(page)).toContainText('Held, because the turn was stopped.');
  await expect(transcript(page).getByText('held back')).toHaveCount(0);
  await button(page, 'Send them').click();
  await expect(replies(page).last()).toContainText('held back');
  await expect(waiting(page)).toHaveCount(0);
});

test('[S3.1] Mod+Enter stops the turn and sends at once; what was written so far is kept', async ({ app, page }) => {
  await openWorking(app, page);
  await send(page, 'later');
  await send(page, 'now', 'ControlOrMeta+Enter');
  await expect(transcript(page).getByText('Stopped. What was written is kept.')).toBeVisible();
  await expect(replies(page).first()).toContainText('Working.');
  await expect(replies(page).last()).toContainText('later');
  await expect(state(page, 'Finished')).toBeVisible();
});

test('[C26] the last waiting prompt is taken back with Up, changed, and waits again', async ({ app, page }) => {
  await openWorking(app, page);
  await send(page, 'a mistake');
  await expect(waiting(page)).toBeVisible();
  await composer(page).press('ArrowUp');
  await expect(composer(page)).toHaveValue('a mistake');
  await expect(waiting(page)).toHaveCount(0);
  await send(page, 'no mistake');
  await expect(waiting(page).getByRole('listitem')).toHaveText([/no mistake/]);
  await waiting(page).getByRole('button', { name: 'Remove' }).click();
  await expect(waiting(page)).toHaveCount(0);
});
