import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { composer, LOOKS, replies, rows, show, steps } from './parts.ts';

const bar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Agents of this tree' });
const pills = (page: Page): Locator => bar(page).locator('.pill');
const pill = (page: Page, name: string): Locator => pills(page).filter({ hasText: name });
const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const card = (page: Page): Locator => page.locator('.pill-card');
const said = (text: string) => steps({ do: 'say', text });
const ASKS = steps({ do: 'ask', call: { toolCallId: 'q', title: 'Drop the table', kind: 'execute' } });

async function spawn(app: App, parent: SessionId, name: string): Promise<SessionId> {
  const first = async () =>
    (await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 1 })).items[0]?.turn;
  await expect.poll(first).toBeDefined();
  const turn = await first();
  if (!turn) throw new Error('there is no turn');
  const sessionId = sessionIdOf(ulid());
  await app.client.sessions.dispatch({
    ...{ type: 'create', sessionId, agentId: AgentId.parse('scripted'), folder: app.folder },
    relationship: { kind: 'subagent', parent, turn, item: null, type: null },
    description: name,
  });
  return sessionId;
}

/** Lead spawned Alpha, Beta and Gamma; Alpha spawned Deep. */
async function family(app: App, page: Page) {
  const agent = await app.addScriptedAgent();
  const lead = await app.createSession(agent, said('led'));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: lead, title: 'Lead' });
  const alpha = await spawn(app, lead, 'Alpha');
  await app.prompt(alpha, said('alpha said'));
  const [beta, gamma] = [await spawn(app, lead, 'Beta'), await spawn(app, lead, 'Gamma')];
  const deep = await spawn(app, alpha, 'Deep');
  await app.open(page);
  await expect(rows(page)).toHaveCount(1);
  await show(page);
  await expect(replies(page)).toHaveText(['led']);
  await expect(pills(page)).toHaveCount(4);
  return { lead, alpha, beta, gamma, deep };
}

test('[W78] [W79] [W81] [W82] [W88] the bar has the session and those it spawned, live and in that order, and leads to each and back', async ({
  app,
  page,
}) => {
  const { beta } = await family(app, page);
  const labels = pills(page).locator('.pill-label');
  await expect(labels).toHaveText(['Orchestrator', 'Alpha', 'Beta', 'Gamma']);
  await expect(pill(page, 'Alpha').getByRole('img', { name: 'Finished' })).toBeVisible();
  await expect(pill(page, 'Beta').getByRole('img', { name: 'Not begun' })).toBeVisible();
  await app.prompt(beta, ASKS);
  await expect(pill(page, 'Beta').getByRole('img', { name: 'Needs an answer' })).toBeVisible();
  await expect(labels).toHaveText(['Orchestrator', 'Alpha', 'Beta', 'Gamma']);
  await expect(pill(page, 'Orchestrator')).toHaveAttribute('aria-current', 'true');

  await composer(page).fill('a draft');
  await pill(page, 'Gamma').click();
  await expect(title(page)).toHaveText('Gamma');
  await expect(pill(page, 'Gamma')).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('complementary', { name: 'Tree' })).toHaveCount(0); // it opened no panel
  await expect(labels).toHaveText(['Orchestrator', 'Alpha', 'Beta', 'Gamma']);
  await pill(page, 'Alpha').click();
  await expect(labels).toHaveText(['Alpha', 'Deep']);
  await expect(page.getByRole('navigation', { name: 'Belongs to' })).toContainText('Lead');
  await page.getByRole('navigation', { name: 'Belongs to' }).getByRole('button', { name: 'Lead' }).click();
  await expect(composer(page)).toHaveValue('a draft');
});

test('[W83] [W87] [W101] a pointer that rests learns more and can pin; one that only clicks goes there; what is below is counted', async ({
  app,
  page,
}) => {
  await family(app, page);
  await expect(pill(page, 'Alpha').getByRole('img', { name: '1 session below: at rest' })).toBeVisible();
  await pill(page, 'Gamma').hover();
  await expect(card(page)).toContainText('Gamma');
  await expect(card(page)).toContainText('Not begun');
  await bar(page).getByRole('button', { name: 'Pin to the front' }).click();
  const labels = pills(page).locator('.pill-label');
  await expect(labels).toHaveText(['Orchestrator', 'Gamma', 'Alpha', 'Beta']);
  await page.reload();
  await expect(labels).toHaveText(['Orchestrator', 'Gamma', 'Alpha', 'Beta']);
  await pill(page, 'Beta').click({ position: { x: 8, y: 11 } }); // where the pin will be
  await expect(title(page)).toHaveText('Beta');
  await page.mouse.move(400, 400);
  await expect(card(page)).toHaveCount(0);
});

test('[W81] [W89] what one session does is drawn in its own pill and moves nothing else; Tab and arrows walk the bar', async ({
  app,
  page,
}) => {
  const { beta } = await family(app, page);
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const scroll = document.querySelector('.pills-scroll');
    if (!scroll) throw new Error('There is no bar');
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        seen.push(element?.closest('.pill-slot')?.textContent ?? 'the bar');
      }
    }).observe(scroll, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  await app.prompt(beta, said('beta said'));
  await expect(pill(page, 'Beta').getByRole('img', { name: 'Finished' })).toBeVisible();
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(new Set(seen)).toEqual(new Set(['BBeta']));

  await pill(page, 'Orchestrator').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(pill(page, 'Gamma')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(pill(page, 'Orchestrator')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Gamma');
});

test('[W82] each session is found again where it was left, and at its end when it was left there', async ({
  app,
  page,
}) => {
  const { lead } = await family(app, page);
  for (let n = 1; n <= 30; n += 1) {
    await app.prompt(lead, said(`answer ${n}`));
    await expect(replies(page).filter({ hasText: new RegExp(`^answer ${n}$`) })).toBeVisible();
  }
  const top = () => page.locator('.transcript-scroll').evaluate((list) => Math.round(list.scrollTop));
  await page.locator('.transcript-scroll').hover();
  await page.mouse.wheel(0, -900);
  await expect(page.getByRole('button', { name: 'New below' })).toBeVisible();
  await expect
    .poll(top)
    .toBeLessThan(
      await page.locator('.transcript-scroll').evaluate((one) => one.scrollHeight - one.clientHeight - 800),
    );
  const left = await replies(page).first().textContent();
  await pill(page, 'Alpha').click();
  await expect(replies(page)).toHaveText(['alpha said']);
  await pill(page, 'Alpha').waitFor();
  await page.getByRole('navigation', { name: 'Belongs to' }).getByRole('button', { name: 'Lead' }).click();
  await expect(page.getByRole('button', { name: 'New below' })).toBeVisible();
  await expect(replies(page).first()).toHaveText(left ?? '');
});

test('[W84] more agents than fit are reached by scrolling, and the one that is shown is in sight', async ({
  app,
  page,
}) => {
  const { lead, gamma } = await family(app, page);
  for (let n = 1; n <= 20; n += 1) await spawn(app, lead, `Agent number ${n}`);
  await expect(pills(page)).toHaveCount(24);
  await expect(pill(page, 'Agent number 20')).not.toBeInViewport();
  await page.getByRole('button', { name: 'Show more agents' }).click();
  await page.getByRole('button', { name: 'Show more agents' }).click();
  await pill(page, 'Agent number 20').click();
  await expect(pill(page, 'Agent number 20')).toBeInViewport({ ratio: 0.99 });
  await app.client.sessions.dispatch({ type: 'delete', sessionId: gamma });
  await expect(pills(page)).toHaveCount(23);
  for (const { colorScheme, ...size } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await page.mouse.move(300, 400);
    await pill(page, 'Agent number 20').hover();
    await expect(card(page)).toBeVisible();
    await expectAccessible(page, '.pills');
  }
});
