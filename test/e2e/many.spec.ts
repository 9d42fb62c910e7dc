import type { Page } from '@playwright/test';
import { type App, expect, test } from './fixture.ts';
import { button, question, replies, rows, sessions, show, state, steps, transcript } from './parts.ts';

/** Several pages of items. */
const ITEMS = 300;
/** More than one page of sessions. */
const SESSIONS = 150;
const PAGE = 50;

/** Tool calls are items of their own, however fast they come. */
const calls = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => {
    const n = from + index;
    const update = { sessionUpdate: 'tool_call', toolCallId: `call-${n}`, title: `Call ${n}`, status: 'completed' };
    return { do: 'update', update } as const;
  });

const call = (page: Page, n: number) => transcript(page).getByRole('article', { name: `Call ${n}, Done`, exact: true });

/** A session with many items whose agent says more when the gate opens. */
async function openLong(app: App, page: Page) {
  const agent = await app.addScriptedAgent();
  const more = app.gate('more');
  await app.createSession(
    agent,
    steps(...calls(0, ITEMS), { do: 'say', text: 'So far.' }, more.step, ...calls(ITEMS, ITEMS + 20)),
  );
  await app.open(page);
  await show(page);
  return more;
}

test('[S2.6] a long transcript opens at its end and follows it', async ({ app, page }) => {
  const more = await openLong(app, page);
  await expect(replies(page).getByText('So far.')).toBeInViewport();
  await expect(call(page, ITEMS - 1)).toBeInViewport();
  expect(await transcript(page).getByRole('article').count()).toBeLessThan(ITEMS / 2);
  await more.open();
  await expect(call(page, ITEMS + 19)).toBeInViewport();
  await expect(button(page, 'New below')).toHaveCount(0);
});

test('[S2.6] scrolling up stops following, and one press goes back to the end', async ({ app, page }) => {
  const more = await openLong(app, page);
  await expect(call(page, ITEMS - 1)).toBeInViewport();
  await transcript(page).hover();
  await page.mouse.wheel(0, -600);
  await expect(button(page, 'New below')).toBeVisible();
  const anchor = call(page, ITEMS - 15);
  await expect(anchor).toBeInViewport();
  const before = await anchor.boundingBox();
  await more.open();
  await expect(state(page, 'Finished')).toBeVisible();
  expect(await anchor.boundingBox()).toEqual(before);
  await button(page, 'New below').click();
  await expect(call(page, ITEMS + 19)).toBeInViewport();
  await expect(button(page, 'New below')).toHaveCount(0);
});

test('[S2.6] older items come without a jump of what is seen', async ({ app, page }) => {
  await openLong(app, page);
  await expect(call(page, ITEMS - 1)).toBeInViewport();
  await transcript(page).hover();
  // The view began with a hundred items: the page before them comes while the reader is on the way to their start.
  const first = call(page, ITEMS - 99);
  while ((await first.count()) === 0) {
    await page.mouse.wheel(0, -200);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await page.mouse.wheel(0, -1_000);
  await expect(call(page, ITEMS - 105)).toBeInViewport();
  const before = await first.boundingBox();
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await first.boundingBox())?.y).toBe((before?.y ?? 0) + 100);
});

test('[S2.6] a long list of sessions can be walked to its end', async ({ app, page }) => {
  for (let n = 0; n < SESSIONS; n += 1) await app.createSession('playbook');
  await app.open(page);
  await expect(rows(page).first()).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(SESSIONS / 2);
  await show(page);
  // Each page is fetched when the end of the one before comes into view.
  for (const known of [PAGE, 2 * PAGE, SESSIONS]) {
    await expect(rows(page).last()).toHaveAttribute('aria-setsize', String(known));
    await sessions(page).press('End');
  }
  const last = sessions(page).getByRole('option', { selected: true });
  await expect(last).toHaveAttribute('aria-posinset', String(SESSIONS));
  await expect(last).toBeInViewport();
});

test('[S2.6] rows keep their places whatever their sessions do', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  const ids = [await app.createSession(agent), await app.createSession(agent), await app.createSession(agent)];
  for (const [n, sessionId] of ids.entries()) {
    await app.client.sessions.dispatch({ type: 'rename', sessionId, title: `Session ${n}` });
  }
  await app.open(page);
  const names = [/Session 2/, /Session 1/, /Session 0/];
  await expect(rows(page)).toHaveText(names);
  const [oldest] = ids;
  if (oldest) await app.prompt(oldest, 'Wake up');
  await expect(rows(page).nth(2).getByRole('img', { name: 'Finished' })).toBeVisible();
  await expect(rows(page)).toHaveText(names);
});

test('[S2.3] two windows show the same, and an answer in one closes the question in both', async ({
  app,
  page,
  other,
}) => {
  const agent = await app.addScriptedAgent();
  const ask = { do: 'ask', call: { toolCallId: 'delete', title: 'Delete the old files' } } as const;
  await app.createSession(agent, steps({ do: 'say', text: 'May I? ' }, ask));
  for (const one of [page, other]) {
    await app.open(one);
    await show(one);
    await expect(question(one)).toContainText('Delete the old files');
  }
  await question(other)
    .getByRole('button', { name: /^Allow once/ })
    .click();
  for (const one of [page, other]) {
    await expect(question(one)).toBeHidden();
    await expect(replies(one).last()).toContainText('"optionId":"allow_once"');
    await expect(state(one, 'Finished')).toBeVisible();
  }
  const elsewhere = transcript(page).getByText('You allowed it, in another window');
  await expect(elsewhere).toBeVisible();
  const said = (one: Page) => transcript(one).textContent();
  expect((await said(page))?.replace(', in another window', '')).toBe(await said(other));
});

test('[X1] every window says at which place a session waits, and one that waits can be run alongside', async ({
  app,
  page,
  other,
}) => {
  await app.addScriptedAgent();
  const gates = [app.gate('first'), app.gate('second')] as const;
  await app.createSession('scripted', steps({ do: 'say', text: 'at work' }, gates[0].step));
  await app.createSession('scripted', steps({ do: 'say', text: 'beside it' }, gates[1].step));
  await app.createSession('scripted', steps({ do: 'say', text: 'last' }));
  for (const one of [page, other]) {
    await app.open(one);
    await show(one);
    await expect(transcript(one)).toContainText('Waiting in line, place 2');
  }
  await show(page, 1);
  await expect(transcript(page)).toContainText('Waiting in line, place 1');
  await button(page, 'Run now alongside').click();
  await expect(replies(page)).toHaveText('beside it');
  await expect(rows(page).nth(2).getByRole('img', { name: 'Running' })).toBeVisible();
  await show(page);
  for (const one of [page, other]) await expect(transcript(one)).toContainText('Waiting in line, place 1');
  for (const gate of gates) await gate.open();
  for (const one of [page, other]) await expect(replies(one)).toHaveText('last');
});
