import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, composer, LOOKS, replies, rows, send, show, steps } from './parts.ts';

const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Tree' });
const outline = (page: Page): Locator => panel(page).getByRole('tree');
const lines = (page: Page): Locator => outline(page).getByRole('treeitem');
const line = (page: Page, title: string): Locator => lines(page).filter({ hasText: title });
const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });
const tab = (page: Page, name: string): Locator => panel(page).getByRole('tab', { name });
const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

const said = (text: string) => steps({ do: 'say', text });
const ASKS = steps({ do: 'ask', call: { toolCallId: 'q', title: 'Drop the table', kind: 'execute' } });
const EDITS = steps({
  do: 'update',
  update: {
    ...{ sessionUpdate: 'tool_call', toolCallId: 'edit', title: 'Edit', kind: 'edit', status: 'completed' },
    content: [{ type: 'diff', path: '/src/a.ts', oldText: 'one\ntwo\n', newText: 'one\n2\nthree\n' }],
  },
});

/** The titles of the rows, a dash for each level below the first. */
const drawn = async (page: Page): Promise<readonly string[]> =>
  lines(page).evaluateAll((all) =>
    all.map((one) => {
      const level = Number(one.getAttribute('aria-level')) - 1;
      return `${'-'.repeat(level)}${one.querySelector('.tree-title')?.textContent}`;
    }),
  );

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

/** Lead spawned Alpha and Gamma, Alpha spawned Beta; the tree is open. */
async function family(app: App, page: Page) {
  const agent = await app.addScriptedAgent();
  await app.client.agents.save({ ...(await savedAgent(app, agent)), turnsPerFolder: 8 });
  const lead = await app.createSession(agent, said('led'));
  await app.client.sessions.dispatch({ type: 'rename', sessionId: lead, title: 'Lead' });
  const alpha = await spawn(app, lead, 'Alpha');
  await app.prompt(alpha, said('alpha'));
  const beta = await spawn(app, alpha, 'Beta');
  const gamma = await spawn(app, lead, 'Gamma');
  await app.open(page);
  await expect(rows(page)).toHaveCount(1);
  await show(page);
  await expect(replies(page)).toHaveText(['led']);
  await button(page, 'Show the tree').click();
  await expect(lines(page)).toHaveCount(4);
  return { lead, alpha, beta, gamma };
}

/** As it was saved; several turns of it may run in one folder. */
async function savedAgent(app: App, id: AgentId) {
  for await (const item of await app.client.app.watch({})) {
    if (item.type !== 'snapshot') continue;
    const saved = item.app.agents.find((one) => one.id === id);
    if (saved?.kind === 'custom') return saved;
  }
  throw new Error('the agent is gone');
}

test('[S5.6] [W101] the outline has the whole tree live, folds, filters what needs a person, and goes there', async ({
  app,
  page,
}) => {
  const { alpha, beta, gamma } = await family(app, page);
  expect(await drawn(page)).toEqual(['Lead', '-Alpha', '--Beta', '-Gamma']);
  const gate = app.gate('go');
  await app.prompt(gamma, steps({ do: 'say', text: 'g' }, gate.step));
  await expect(line(page, 'Gamma').getByRole('img', { name: 'Running' })).toBeVisible();
  await gate.open();
  await expect(line(page, 'Gamma').getByRole('img', { name: 'Finished' })).toBeVisible();
  await app.prompt(gamma, EDITS);
  await expect(line(page, 'Gamma')).toContainText('2 lines added, 1 removed');
  await app.client.sessions.dispatch({ type: 'set-summary', sessionId: gamma, summary: 'All of it works' });
  await expect(line(page, 'Gamma')).toContainText('All of it works');

  await app.prompt(beta, ASKS);
  const filter = page.getByRole('button', { name: 'Needs attention' });
  await expect(filter).toHaveText('Needs attention1');
  await filter.click();
  expect(await drawn(page)).toEqual(['Lead', '-Alpha', '--Beta']);
  await expect(line(page, 'Alpha')).toHaveClass(/tree-passing/);
  await app.client.sessions.dispatch({ type: 'stop', sessionId: beta });
  await expect(panel(page).getByText('Nothing in this tree needs you.')).toBeVisible();
  await button(page, 'Show all').click();

  await outline(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  expect(await drawn(page)).toEqual(['Lead', '-Alpha', '-Gamma']);
  await expect(line(page, 'Alpha')).toContainText('1 below');
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Alpha');
  await expect(line(page, 'Alpha')).toHaveAttribute('aria-current', 'true');
  expect(await drawn(page)).toEqual(['Lead', '-Alpha', '-Gamma']);
  await expect(composer(page)).toBeFocused();
  await send(page, said('more'));
  await expect(replies(page)).toHaveText(['alpha', 'more']);
  await page.keyboard.press('Control+j');
  await expect(panel(page)).toHaveCount(0);
  await button(page, 'Show the tree').click();
  await line(page, 'Lead').click();
  await expect(title(page)).toHaveText('Lead');
  await spawn(app, alpha, 'Delta');
  await button(page, 'Unfold all').click();
  await expect(line(page, 'Delta')).toHaveAttribute('aria-level', '3');
});

test('[S5.6] several are stopped and put away at once, the deepest first, and what refuses says why', async ({
  app,
  page,
}) => {
  const { beta, gamma } = await family(app, page);
  const works = (name: string) => steps({ do: 'say', text: name }, app.gate('never').step);
  await app.prompt(beta, works('b'));
  await app.prompt(gamma, works('g'));
  for (const name of ['Beta', 'Gamma']) {
    await expect(line(page, name).getByRole('img', { name: 'Running' })).toBeVisible();
  }
  await line(page, 'Alpha').click({ modifiers: ['Control'] });
  await line(page, 'Gamma').click({ modifiers: ['Shift'] });
  await expect(panel(page).getByText('3 selected')).toBeVisible();
  await button(page, 'Archive…').click();
  await button(page, 'Archive 3 sessions').click();
  const refused = dialog(page, 'Archive 3 sessions?');
  await expect(refused.getByRole('alert')).toHaveText('0 of 3 sessions archived. Not these:');
  await expect(refused.getByRole('listitem')).toHaveText([/^Beta.*@scripted$/, /^Alpha.*Beta/, /^Gamma/]);
  await refused.getByRole('button', { name: 'Close' }).last().click();
  await button(page, 'Stop…').click();
  await expect(dialog(page, 'Stop 3 sessions?').getByRole('listitem')).toHaveText([/^Beta/, /^Alpha/, /^Gamma/]);
  await button(page, 'Stop 3 sessions').click();
  for (const name of ['Beta', 'Gamma']) {
    await expect(line(page, name).getByRole('img', { name: 'Stopped' })).toBeVisible();
  }
  await expect(page.getByText('3 sessions stopped.')).toBeVisible();
  await button(page, 'Archive…').click();
  await button(page, 'Archive 3 sessions').click();
  for (const name of ['Alpha', 'Beta', 'Gamma']) await expect(line(page, name)).toContainText('Archived');
  await page.keyboard.press('Escape');
  await expect(panel(page).getByText('3 selected')).toHaveCount(0);
  await expect(title(page)).toHaveText('Lead');
});

test('[S5.6] the graph and the timeline show the same tree; keys walk them and go there', async ({ app, page }) => {
  const { beta } = await family(app, page);
  await app.prompt(beta, said('beta'));
  await tab(page, 'Graph').click();
  const graph = panel(page).getByRole('group', { name: 'Graph of Lead' });
  const node = (name: string) => graph.getByRole('button', { name });
  await expect(graph.getByRole('button')).toHaveCount(4);
  await node('Lead').focus();
  await page.keyboard.press('ArrowRight');
  await expect(node('Alpha')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(node('Gamma')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Gamma');
  await expect(node('Gamma')).toHaveAttribute('aria-current', 'true');

  await tab(page, 'Timeline').click();
  const time = panel(page).getByRole('grid', { name: 'Timeline of Lead' });
  const bar = time.getByRole('row', { name: 'Beta' }).getByRole('gridcell');
  await expect(bar).toHaveAccessibleName(/^Finished\. \d\d:\d\d – \d\d:\d\d, 0:\d\d/);
  await bar.hover();
  await expect(panel(page).getByRole('tooltip')).toContainText('Beta');
  /** A share of what is shown: a short turn is drawn larger than it is. */
  const width = () => bar.evaluate((drawn) => Number.parseFloat(drawn.style.width));
  const before = await width();
  await time.focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowRight', '+', '+']) await page.keyboard.press(key);
  await expect(bar).toHaveClass(/time-cursor/);
  expect(await width()).toBeGreaterThan(before * 2);
  await button(page, 'Show all of it').click();
  expect(await width()).toBeLessThan(before * 1.5);
  await button(page, 'Give the tree all of the window').click();
  await expect(composer(page)).toBeHidden();
  await bar.click();
  await expect(title(page)).toHaveText('Beta');
  await expect(composer(page)).toBeVisible();
});

for (const { colorScheme, width, height } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width, height } });

    test(`[S3.7] axe finds nothing wrong in a tree: ${colorScheme}, ${width}×${height}`, async ({ app, page }) => {
      const { beta } = await family(app, page);
      await app.prompt(beta, ASKS);
      await expect(line(page, 'Beta').getByRole('img', { name: 'Needs an answer' })).toBeVisible();
      await line(page, 'Alpha').click({ modifiers: ['Control'] });
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Needs attention' }).click();
      await expectAccessible(page);
      for (const name of ['Graph', 'Timeline']) {
        await tab(page, name).click();
        await expect(panel(page).getByText(/^(Arrow keys walk|Drag to move)/)).toBeVisible();
        await expectAccessible(page);
      }
    });
  });
}
