import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, type SessionId, sessionIdOf, type TurnId } from '../../protocol/ids.ts';
import type { Step } from '../support/scripted-agent.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import { button, card, composer, LOOKS, question, replies, rows, show, steps } from './parts.ts';

const AGENT = AgentId.parse('scripted');

const waiting = (page: Page): Locator => page.getByRole('region', { name: /waiting for you$/ }).getByRole('button');
const below = (page: Page, count: string | RegExp): Locator => rows(page).getByRole('img', { name: count });
const crumbs = (page: Page): Locator => page.getByRole('navigation', { name: 'Belongs to' });
const toaster = (page: Page): Locator => page.getByRole('region', { name: 'Skein' });
const policy = (page: Page, name: string): Locator => page.getByRole('combobox', { name: `Permissions: ${name}` });

async function choosePolicy(page: Page, held: string, wanted: string): Promise<void> {
  await policy(page, held).click();
  await page.getByRole('option', { name: wanted, exact: true }).click();
}

const FORM = {
  mode: 'form',
  message: 'How is it called?',
  requestedSchema: { type: 'object', required: ['name'], properties: { name: { type: 'string', title: 'Name' } } },
};
const runs = (command: string): Step => ({
  do: 'ask',
  call: { toolCallId: command, title: command, kind: 'execute', rawInput: { command } },
});
const edits = (path: string): Step => ({
  do: 'ask',
  call: {
    ...{ toolCallId: path, title: `Edit ${path}`, kind: 'edit', locations: [{ path }] },
    content: [{ type: 'diff', path, oldText: 'slow\n', newText: 'fast\n' }],
  },
});

/** A child of the last turn of its parent, as the host would have it spawned. */
async function spawn(
  app: App,
  parent: SessionId,
  turn: TurnId,
  description: string,
  agentId = AGENT,
): Promise<SessionId> {
  const sessionId = sessionIdOf(ulid());
  const relationship = { kind: 'subagent', parent, turn, item: null, type: null } as const;
  const place = { agentId, folder: app.folder };
  await app.client.sessions.dispatch({ type: 'create', sessionId, ...place, relationship, description });
  return sessionId;
}

/** The turn of a session once it was asked something that is over at once. */
async function turnOf(app: App, session: SessionId): Promise<TurnId> {
  await app.prompt(session, steps({ do: 'say', text: 'spawned' }));
  const find = async () => {
    const { items } = await app.client.sessions.items({ sessionId: session, from: { after: -1 }, limit: 10 });
    return items.find((item) => item.kind === 'reply')?.turn;
  };
  await expect.poll(find).toBeDefined();
  const turn = await find();
  if (!turn) throw new Error('there is no turn');
  return turn;
}

type Line = { readonly root: SessionId; readonly child: SessionId; readonly grandchild: SessionId };

/** A root, its child and a child of that one. Agents of one kind take turns in a folder, so the child's is another. */
async function line(app: App): Promise<Line> {
  await app.addScriptedAgent();
  const root = await app.createSession(AGENT);
  await app.client.sessions.dispatch({ type: 'rename', sessionId: root, title: 'Make it fast' });
  const other = await app.addScriptedAgent('other');
  const child = await spawn(app, root, await turnOf(app, root), 'Tests', other);
  const grandchild = await spawn(app, child, await turnOf(app, child), 'Fix parser');
  return { root, child, grandchild };
}

const MANY = steps(runs('rm -rf build'), runs('npm test'), { do: 'elicit', form: FORM }, { do: 'say', text: 'done' });

test('[S5.7] what sessions below ask is answered at the root, the oldest first, and one click leads to who asks', async ({
  app,
  page,
}) => {
  const { child, grandchild } = await line(app);
  await app.open(page);
  await show(page);
  await composer(page).fill('half a ');
  await app.prompt(grandchild, MANY);
  await expect(question(page)).toHaveAccessibleName('Tests › Fix parser · Scripted asks for permission');
  await expect(question(page).locator('pre')).toHaveText('rm -rf build');
  await expect(question(page)).toContainText(app.folder.split('/').at(-1) ?? '');
  await expect(question(page)).toContainText('holds for @scripted in this folder, in the whole tree');
  await app.prompt(child, steps(edits(`${app.folder}/parser.ts`), { do: 'say', text: 'edited' }));
  await expect(waiting(page)).toHaveText([/^Tests.*Fix parser.*rm -rf build/, /^Tests.*Edit .*parser\.ts/]);
  await expect(below(page, '2 questions below need an answer')).toBeVisible();
  for (const { colorScheme, width, height } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height });
    await expectAccessible(page);
  }
  await page.keyboard.type('prompt');
  await expect(composer(page)).toHaveValue('half a prompt');

  await page.keyboard.press('Alt+Enter');
  await expect(question(page)).toContainText('parser.ts');
  await expect(question(page)).toContainText('fast');
  await expect(waiting(page)).toHaveText([/parser\.ts/, /npm test/]);
  await waiting(page).nth(1).click();
  await expect(question(page).locator('pre')).toHaveText('npm test');
  await question(page).getByRole('button', { name: 'Reject' }).click();
  await expect(question(page)).toContainText('parser.ts');
  await question(page).getByRole('button', { name: 'Allow once' }).click();
  const form = page.getByRole('region', { name: 'Tests › Fix parser · Scripted asks you' });
  await form.getByRole('textbox', { name: 'Name' }).fill('fast');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(below(page, /below need/)).toHaveCount(0);
  await expect(page.getByRole('region', { name: /Fix parser/ })).toHaveCount(0);
  await expect(composer(page)).toHaveValue('half a prompt');

  await app.prompt(grandchild, steps(runs('ls'), { do: 'say', text: 'again' }));
  await button(page, 'Go to Tests › Fix parser').click();
  await expect(crumbs(page).getByRole('button')).toHaveText(['Make it fast', 'Tests']);
  await expect(card(page, 'npm test')).toContainText('You rejected it');
  await expect(question(page)).toHaveAccessibleName('Scripted asks for permission');
  await crumbs(page).getByRole('button', { name: 'Tests' }).click();
  await expect(question(page)).toHaveAccessibleName('Fix parser · Scripted asks for permission');
});

test('[S5.7] [B20] a question far below is one thing that wants a person, leads to who asks, and is gone at once wherever it was answered', async ({
  app,
  page,
  other,
}) => {
  const { grandchild } = await line(app);
  const elsewhere = await app.createSession(AGENT);
  await app.client.sessions.dispatch({ type: 'rename', sessionId: elsewhere, title: 'Elsewhere' });
  for (const each of [page, other]) {
    await app.open(each);
    await expect(rows(each)).toHaveCount(2);
    await show(each, each === page ? 0 : 1);
  }
  await app.prompt(grandchild, steps(runs('rm -rf build'), { do: 'say', text: 'removed' }));
  await expect(question(other)).toContainText('rm -rf build');
  await expect(page).toHaveTitle('(1) Skein');
  await button(page, '1 session needs you').click();
  await expect(page.getByRole('menuitem')).toHaveText([/Fix parser.*Make it fast › Tests/]);
  await page.getByRole('menuitem').click();
  await expect(crumbs(page).getByRole('button')).toHaveText(['Make it fast', 'Tests']);
  await page.keyboard.press('Alt+Enter');
  await expect(replies(page)).toContainText('removed');
  for (const each of [page, other]) await expect(question(each)).toHaveCount(0);
  await expect(toaster(other)).toContainText('Tests › Fix parser · rm -rf build · You allowed it, in another window');
  await expect(toaster(page)).not.toContainText('in another window');
  await expect(toaster(page)).not.toContainText('Finished');
  await expect(page).toHaveTitle('Skein');
});

test('[S5.7] a child allows what its parent does until a person chooses for it, and more only after they have read what that means', async ({
  app,
  page,
}) => {
  const { root, child } = await line(app);
  await app.open(page);
  await show(page);
  await app.prompt(child, steps(edits(`${app.folder}/a.ts`), edits(`${app.folder}/b.ts`)));
  await button(page, 'Go to Tests').click();
  await expect(policy(page, 'Inherited from Make it fast: Ask')).toBeVisible();
  await choosePolicy(page, 'Inherited from Make it fast: Ask', 'Allow edits');
  const wider = page.getByRole('dialog', { name: 'Allow more than its parent?' });
  await expect(wider).toContainText('“Make it fast” is set to “Ask”');
  await expectAccessible(page, '.dialog');
  await expect(button(page, 'Cancel')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(policy(page, 'Inherited from Make it fast: Ask')).toBeFocused();
  await app.client.sessions.dispatch({ type: 'set-policy', sessionId: root, policy: 'edits' });
  await expect(policy(page, 'Inherited from Make it fast: Allow edits')).toBeVisible();
  await page.keyboard.press('Alt+Backspace');
  await expect(card(page, 'b.ts')).toContainText('Allowed by the policy “Allow edits”');

  await choosePolicy(page, 'Inherited from Make it fast: Allow edits', 'Ask');
  await expect(policy(page, 'Ask')).toBeVisible();
  await choosePolicy(page, 'Ask', 'Allow everything');
  await expect(page.getByRole('dialog')).toContainText('so its agent could have done here');
  await page.getByRole('dialog').getByRole('button', { name: 'Allow everything' }).click();
  await expect(policy(page, 'Allow everything')).toBeVisible();
  await choosePolicy(page, 'Allow everything', 'Inherited from Make it fast: Allow edits');
  await expect(policy(page, 'Inherited from Make it fast: Allow edits')).toBeVisible();
});
