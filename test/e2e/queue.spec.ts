import type { Page } from '@playwright/test';
import { ulid } from 'ulid';
import { rollbackIdOf, turnIdOf } from '../../protocol/ids.ts';
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

/** A session whose agent works, and three prompts that wait for it. */
async function openThree(app: App, page: Page): Promise<void> {
  await openWorking(app, page);
  for (const text of ['one', 'two', 'three']) await send(page, text);
  await expectOrder(page, 'one', 'two', 'three');
}

const chip = (page: Page, text: string) => waiting(page).getByRole('listitem').filter({ hasText: text });
const grip = (page: Page, text: string) => chip(page, text).getByRole('button', { name: 'Change place' });
const expectOrder = (page: Page, ...texts: readonly string[]) =>
  expect(waiting(page).locator('.queue-text')).toHaveText(texts);

/** Where a pointer would be that points at the upper or the lower part of a chip. */
async function pointAt(page: Page, text: string, part: 'upper' | 'lower') {
  const box = await chip(page, text).boundingBox();
  if (!box) throw new Error(`${text} is not shown`);
  return { x: box.x + box.width / 2, y: box.y + box.height * (part === 'upper' ? 0.25 : 0.75) };
}

/** Takes one chip to the upper part of another one, and does not let go. */
async function dragOver(page: Page, text: string, over: string): Promise<void> {
  const [from, to] = [await pointAt(page, text, 'lower'), await pointAt(page, over, 'upper')];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 4 });
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

test('[C66] a waiting prompt is dragged to another place, which every window shows; Escape gives up', async ({
  app,
  page,
  other,
}) => {
  await openThree(app, page);
  await app.open(other);
  await show(other);
  await page.bringToFront();

  await dragOver(page, 'three', 'one');
  await expect(chip(page, 'one')).toHaveAttribute('data-drop', 'before');
  await page.keyboard.press('Escape');
  await expect(waiting(page).locator('[data-drop]')).toHaveCount(0);
  await page.mouse.up();
  await expectOrder(page, 'one', 'two', 'three');

  await dragOver(page, 'three', 'two');
  await expect(chip(page, 'two')).toHaveAttribute('data-drop', 'before');
  await page.mouse.up();
  await expectOrder(page, 'one', 'three', 'two');
  await expectOrder(other, 'one', 'three', 'two');

  const end = await pointAt(page, 'two', 'lower');
  await dragOver(page, 'one', 'three');
  await page.mouse.move(end.x, end.y);
  await expect(chip(page, 'two')).toHaveAttribute('data-drop', 'after');
  await page.mouse.up();
  await expectOrder(other, 'three', 'two', 'one');
});

test('[C66] a waiting prompt is moved with Alt and the arrow keys, keeps the focus, and its new place is said', async ({
  app,
  page,
}) => {
  await openThree(app, page);
  const said = waiting(page).locator('[aria-live="polite"]');
  await grip(page, 'three').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(said).toHaveText('Moved to place 2 of 3');
  await expectOrder(page, 'one', 'three', 'two');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(said).toHaveText('Moved to place 1 of 3');
  await expectOrder(page, 'three', 'one', 'two');
  await page.keyboard.press('Alt+ArrowDown');
  await expectOrder(page, 'one', 'three', 'two');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(said).toHaveText('Moved to place 3 of 3');
  await expectOrder(page, 'one', 'two', 'three');
  await expect(grip(page, 'three')).toBeFocused();
});

test('[C31] an agent that has not stopped for two seconds can be stopped by force', async ({ app, page }) => {
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload.toString())));
  await page.clock.install();
  const agent = await app.addScriptedAgent('deaf', { ignoresCancel: true });
  await app.createSession(agent, steps({ do: 'say', text: 'Working.' }, { do: 'hang' }));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Working.');
  const force = page.getByRole('button', { name: 'Force stop' });
  await button(page, 'Stop').click();
  await expect(state(page, 'Stopping')).toBeVisible();
  await expect(force).toHaveCount(0);
  // The window's clock alone: for the host no time has gone by, and it has not given up on the agent.
  await page.clock.fastForward(4_000);
  await expect(force).toBeFocused();
  await force.click();
  await expect(transcript(page).getByText('Stopped. What was written is kept.')).toBeVisible();
  expect(sent.filter((frame) => frame.includes('"terminate"'))).toHaveLength(1);
  await expect(force).toHaveCount(0);
});

test('[B7] /btw asks aside while the agent goes on; the conversation and the line have nothing of it', async ({
  app,
  page,
}) => {
  const gate = await openWorking(app, page);
  const hint = page.getByText('Asks aside: is not kept, the agent goes on');
  await composer(page).fill('/btwo');
  await expect(hint).toHaveCount(0);
  await composer(page).fill(`/btw ${steps({ do: 'say', text: 'said aside' })}`);
  await expect(hint).toBeVisible();
  await composer(page).press('Enter');
  const panel = page.getByRole('complementary', { name: 'Asides' });
  await expect(panel.getByRole('article', { name: 'Reply', exact: true })).toContainText('said aside');
  await expect(composer(page)).toHaveValue('');
  await expect(hint).toHaveCount(0);
  await expect(waiting(page)).toHaveCount(0);
  await gate.open();
  await expect(replies(page)).toHaveText(['Working. Done.']);
});

test('[S3.5] nothing is sent while turns are being taken back', async ({ app, page }) => {
  const agent = await app.addScriptedAgent('deaf', { ignoresCancel: true });
  const sessionId = await app.createSession(agent);
  const turnId = turnIdOf(ulid());
  const text = steps({ do: 'say', text: 'Working.' }, { do: 'hang' });
  await app.client.sessions.dispatch({ type: 'prompt', sessionId, turnId, text });
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Working.');
  await composer(page).fill('too soon');
  await app.client.sessions.dispatch({ type: 'rollback', sessionId, turnId, rollbackId: rollbackIdOf(ulid()) });
  await expect(page.getByTitle('Turns are being taken back.', { exact: true })).toBeDisabled();
  await composer(page).press('Enter');
  await expect(page.locator('.composer').getByRole('alert')).toHaveCount(0);
  await expect(transcript(page)).toContainText('Nothing was rolled back');
  await expect(button(page, 'Send')).toBeEnabled();
  await expect(composer(page)).toHaveValue('too soon');
});
