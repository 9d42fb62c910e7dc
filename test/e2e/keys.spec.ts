import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { AgentId, sessionIdOf } from '../../protocol/ids.ts';
import { type CommandId, type KEYED, ownKeys } from '../../renderer/keys/table.ts';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import {
  button,
  composer,
  LOOKS,
  newSession,
  question,
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

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' });
const sidebar = (page: Page) => page.getByRole('complementary', { name: 'Sessions' });
const title = (page: Page) => page.getByRole('heading', { level: 1 });
const path = (app: App) => join(app.dataFolder, 'keybindings.json');
const fileOf = (app: App) => readFile(path(app), 'utf8');

/** The line of a command, and its key. */
const line = (page: Page, id: CommandId): Locator => settings(page).locator(`[data-command="${id}"]`);
const keyOf = (page: Page, id: CommandId): Locator => line(page, id).getByRole('button', { name: /Change the keys$/ });

const expectKeys = (page: Page, id: CommandId, keys: string) =>
  expect(keyOf(page, id)).toHaveAccessibleName(new RegExp(`: ${keys}\\. Change the keys$`));

async function openKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('button', { name: 'Keyboard', exact: true }).click();
  await expect(settings(page).getByRole('heading', { name: 'Keyboard', level: 2 })).toBeVisible();
}

/** Gives a command another key by pressing it. */
async function rebind(page: Page, id: CommandId, keys: string): Promise<void> {
  await keyOf(page, id).click();
  await expect(button(page, 'Press keys…')).toBeFocused();
  await page.keyboard.press(keys);
}

/** As Playwright writes it. */
const pressed = (id: CommandId): string => {
  const keys = ownKeys(id, false);
  if (keys === null) throw new Error(`${id} has no key`);
  return keys.replace('Mod', 'Control');
};
const press = (page: Page, id: WithKeys) => page.keyboard.press(pressed(id));

type WithKeys = { [Id in CommandId]: (typeof KEYED)[Id]['keys'] extends null ? never : Id }[CommandId];
type Check = (page: Page, app: App) => Promise<void>;

const showsSession =
  (nth: NthCommand, name: string): Check =>
  async (page) => {
    await press(page, nth);
    await expect(title(page)).toHaveText(name);
  };
type NthCommand = Extract<WithKeys, `session.nth.${string}`>;

/**
 * What each key does, one after another in one window with the sessions `Nine` to `One`, of which `One` is shown. A key
 * that the table gains does not compile until it has its place here.
 */
const WALK: { readonly [Id in WithKeys]: Check } = {
  'session.nth.1': showsSession('session.nth.1', 'One'),
  'session.nth.2': showsSession('session.nth.2', 'Two'),
  'session.nth.3': showsSession('session.nth.3', 'Three'),
  'session.nth.4': showsSession('session.nth.4', 'Four'),
  'session.nth.5': showsSession('session.nth.5', 'Five'),
  'session.nth.6': showsSession('session.nth.6', 'Six'),
  'session.nth.7': showsSession('session.nth.7', 'Seven'),
  'session.nth.8': showsSession('session.nth.8', 'Eight'),
  'session.nth.9': showsSession('session.nth.9', 'Nine'),
  async 'trail.back'(page) {
    await press(page, 'trail.back');
    await expect(title(page)).toHaveText('Eight');
  },
  async 'trail.forward'(page) {
    await press(page, 'trail.forward');
    await expect(title(page)).toHaveText('Nine');
  },
  async 'sidebar.toggle'(page) {
    await press(page, 'sidebar.toggle');
    await expect(sidebar(page)).toHaveCount(0);
    await press(page, 'sidebar.toggle');
    await expect(sidebar(page)).toBeVisible();
  },
  async 'palette.open'(page) {
    await press(page, 'palette.open');
    await expect(palette(page)).toBeVisible();
    await press(page, 'palette.open');
    await expect(palette(page)).toHaveCount(0);
  },
  async 'settings.general'(page) {
    await press(page, 'settings.general');
    await expect(settings(page).getByRole('heading', { name: 'General', level: 2 })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(settings(page)).toHaveCount(0);
  },
  async 'session.new'(page) {
    await press(page, 'session.new');
    await expect(newSession(page)).toBeVisible();
  },
  async 'dialog.accept'(page) {
    await press(page, 'dialog.accept');
    await expect(newSession(page)).toHaveCount(0);
    await expect(rows(page)).toHaveCount(10);
  },
  async 'session.delete'(page) {
    await sessions(page).focus();
    await press(page, 'session.delete');
    await expect(rows(page)).toHaveCount(9);
  },
  async 'session.rename'(page) {
    await rows(page).filter({ hasText: 'Nine' }).click();
    await expect(composer(page)).toBeFocused();
    await press(page, 'session.rename');
    await expect(page.getByRole('textbox', { name: 'Rename' })).toBeFocused();
    await page.keyboard.type('Sleeper');
    await page.keyboard.press('Enter');
    await expect(title(page)).toHaveText('Sleeper');
  },
  async 'composer.attach'(page) {
    await composer(page).click(); // the edit of the title gives the focus back, sooner or later
    await page.evaluate(() => {
      const { prototype } = HTMLInputElement;
      const { click } = prototype;
      prototype.click = function asked() {
        document.documentElement.dataset['asked'] = `${this.type}, multiple: ${this.multiple}`;
        prototype.click = click;
      };
    });
    await press(page, 'composer.attach');
    await expect(page.locator('html')).toHaveAttribute('data-asked', 'file, multiple: true');
  },
  async 'composer.send'(page, app) {
    await composer(page).fill(steps({ do: 'say', text: 'Working.' }, app.gate('never').step));
    await press(page, 'composer.send');
    await expect(state(page, 'Running')).toBeVisible();
  },
  async 'composer.takeBack'(page) {
    await send(page, 'Waiting words');
    await expect(page.getByRole('region', { name: 'Waiting prompts' })).toContainText('Waiting words');
    await expect(composer(page)).toHaveValue('');
    await press(page, 'composer.takeBack');
    await expect(composer(page)).toHaveValue('Waiting words');
  },
  async 'composer.steer'(page, app) {
    const lines = Array.from({ length: 80 }, (_, nth) => `Line ${nth}.`).join('\n\n');
    await composer(page).fill(steps({ do: 'say', text: `${lines}\n\nSteered.` }, app.gate('never').step));
    await press(page, 'composer.steer');
    await expect(replies(page).last()).toHaveText(/Steered\.$/);
  },
  async 'turn.stop'(page) {
    await press(page, 'turn.stop');
    await expect(state(page, 'Stopped')).toBeVisible();
  },
  async 'transcript.start'(page) {
    await transcript(page).getByText('Line 79.').click();
    await press(page, 'transcript.start');
    await expect(page.getByRole('article', { name: 'You' }).first()).toBeInViewport();
  },
  async 'transcript.end'(page) {
    await press(page, 'transcript.end');
    await expect(replies(page).last().getByText('Steered.')).toBeInViewport();
  },
  async 'attention.next'(page, app) {
    const sessionId = await app.createSession('playbook', '```sh\necho wanted\n```');
    await expect(button(page, '1 session needs you')).toBeVisible();
    await press(page, 'attention.next');
    await expect(question(page)).toContainText('echo wanted');
    await press(page, 'turn.stop');
    await expect(state(page, 'Stopped')).toHaveCount(2);
    await app.client.sessions.dispatch({ type: 'archive', sessionId, archived: true });
    await expect(rows(page)).toHaveCount(9);
  },
  async 'permission.allow'(page, app) {
    await app.createSession('playbook', '```sh\necho one\n```\n\n```sh\necho two\n```\n\n```sh\necho three\n```');
    await expect(rows(page)).toHaveCount(10); // else the click may come before the row, and open another session
    await show(page);
    await expect(question(page)).toContainText('echo one');
    await press(page, 'permission.allow');
    await expect(question(page)).toContainText('echo two');
  },
  async 'permission.always'(page) {
    await press(page, 'permission.always');
    await expect(question(page)).toContainText('echo three');
  },
  async 'permission.reject'(page) {
    await sessions(page).focus();
    await press(page, 'permission.reject');
    await expect(question(page)).toHaveCount(0);
  },
  async 'tree.toggle'(page, app) {
    const parent = await app.createSession('playbook', 'words');
    const { items } = await app.client.sessions.items({ sessionId: parent, from: { after: -1 }, limit: 1 });
    const turn = items[0]?.turn;
    if (!turn) throw new Error('there is no turn');
    await app.client.sessions.dispatch({
      ...{ type: 'create', sessionId: sessionIdOf(ulid()), agentId: AgentId.parse('playbook'), folder: app.folder },
      relationship: { kind: 'subagent', parent, turn, item: null, type: null },
    });
    await expect(rows(page)).toHaveCount(11);
    await show(page);
    await expect(button(page, 'Show the tree')).toBeVisible();
    await press(page, 'tree.toggle');
    await expect(page.getByRole('complementary', { name: 'Tree' })).toBeVisible();
    await press(page, 'tree.toggle');
    await expect(page.getByRole('complementary', { name: 'Tree' })).toHaveCount(0);
    await app.client.sessions.dispatch({
      ...{ type: 'create', sessionId: sessionIdOf(ulid()), agentId: AgentId.parse('playbook'), folder: app.folder },
      relationship: { kind: 'subagent', parent, turn, item: null, type: null },
      description: 'Second',
    });
    await expect(page.getByRole('toolbar', { name: 'Agents of this tree' }).getByRole('button')).toHaveCount(3);
  },
  async 'tree.down'(page) {
    await press(page, 'tree.down');
    await expect(title(page)).toHaveText('Untitled session');
  },
  async 'tree.next'(page) {
    await press(page, 'tree.next');
    await expect(title(page)).toHaveText('Second');
  },
  async 'tree.previous'(page) {
    await press(page, 'tree.previous');
    await expect(title(page)).toHaveText('Untitled session');
  },
  async 'tree.up'(page) {
    await press(page, 'tree.up');
    await expect(title(page)).toHaveText('words');
  },
};

test('[S3.7] every key of the table does what it says', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  for (const name of ['Nine', 'Eight', 'Seven', 'Six', 'Five', 'Four', 'Three', 'Two', 'One']) {
    const sessionId = await app.createSession(name === 'Nine' ? agent : 'playbook');
    await app.client.sessions.dispatch({ type: 'rename', sessionId, title: name });
  }
  await app.open(page);
  await expect(rows(page)).toHaveCount(9);
  await show(page);
  for (const [id, check] of Object.entries(WALK)) await test.step(id, () => check(page, app));
});

test('[S3.7] a key of the list of sessions does nothing beside it', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await button(page, 'Hide sidebar').focus();
  await page.keyboard.press('Delete');
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Rename' })).toBeFocused();
  await expect(rows(page)).toHaveCount(1);
});

test('[S3.7] a key that is changed in the settings counts at once, in every window, and after a restart', async ({
  app,
  page,
  context,
}) => {
  await app.createSession('playbook');
  await app.open(page);
  const other = await context.newPage();
  await app.open(other);
  await show(other);
  await show(page);

  await openKeyboard(page);
  await rebind(page, 'sidebar.toggle', 'Control+y');
  await expectKeys(page, 'sidebar.toggle', 'Ctrl Y');
  await expect(keyOf(page, 'sidebar.toggle')).toBeFocused();
  await expect(line(page, 'sidebar.toggle')).toContainText('Changed');
  expect(await fileOf(app)).toContain('{ "keys": "Mod+Y", "command": "sidebar.toggle" }');
  await page.keyboard.press('Escape');
  for (const one of [page, other]) {
    await one.keyboard.press('Control+y');
    await expect(sidebar(one)).toHaveCount(0);
    await one.keyboard.press('Control+b');
    await expect(sidebar(one)).toHaveCount(0);
    await one.keyboard.press('Control+y');
    await expect(sidebar(one)).toBeVisible();
  }

  await app.crash();
  await app.restart();
  const later = await context.newPage();
  await app.open(later);
  await show(later);
  await later.keyboard.press('Control+y');
  await expect(sidebar(later)).toHaveCount(0);
});

test('[S3.7] a key of somebody else is asked about, taken, and given back by a reset', async ({ app, page }) => {
  await app.open(page);
  await openKeyboard(page);
  await rebind(page, 'plan.toggle', 'Control+b');
  const asked = line(page, 'plan.toggle');
  await expect(asked.getByRole('alert')).toHaveText(
    'Ctrl B belongs to “Show or hide the sidebar”, which would lose it.',
  );
  await page.keyboard.press('Escape');
  await expectKeys(page, 'plan.toggle', 'None');
  await expect(settings(page)).toBeVisible();

  // Even what counts everywhere is only heard.
  await rebind(page, 'plan.toggle', 'Control+k');
  await expect(asked.getByRole('alert')).toHaveText(
    'Ctrl K also does “Search and commands”; the inner of the two counts.',
  );
  await expect(palette(page)).toHaveCount(0);
  await asked.getByRole('button', { name: 'Cancel' }).click();

  await rebind(page, 'plan.toggle', 'Control+b');
  await expect(button(page, 'Use it here')).toBeFocused();
  await page.keyboard.press('Enter');
  await expectKeys(page, 'plan.toggle', 'Ctrl B');
  await expect(line(page, 'sidebar.toggle')).toContainText('its keys went to “Show or hide the plan”');
  await line(page, 'plan.toggle')
    .getByRole('button', { name: /back to its own keys$/ })
    .click();
  await expectKeys(page, 'sidebar.toggle', 'Ctrl B');
  await expectKeys(page, 'plan.toggle', 'None');
});

test('[S3.7] what cannot be a key is refused while it is asked for, and Tab and Escape leave', async ({
  app,
  page,
}) => {
  await app.open(page);
  await openKeyboard(page);
  const send = 'composer.send';
  await rebind(page, send, 'j');
  await expect(line(page, send).getByRole('alert')).toHaveText('“J” is needed for writing there.');
  await page.keyboard.press('Control+c');
  await expect(line(page, send).getByRole('alert')).toHaveText('“Mod+C” belongs to the system or to editing.');
  await page.keyboard.press('Escape');
  await expect(keyOf(page, send)).toBeFocused();
  await expect(settings(page)).toBeVisible();
  await keyOf(page, send).press('Enter');
  await expect(button(page, 'Press keys…')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(button(page, 'Press keys…')).toHaveCount(0);
  await expect(keyOf(page, send)).not.toBeFocused();
  await expect(line(page, 'composer.steer').locator(':focus')).toHaveCount(1);
  await expectKeys(page, send, '↵');
});

test('[S3.7] keys are found by name and by key, taken away, and all reset', async ({ app, page }) => {
  await app.open(page);
  await openKeyboard(page);
  await settings(page).getByRole('searchbox', { name: 'Search commands and keys' }).fill('ctrl+b');
  await expect(settings(page).getByRole('button', { name: /Change the keys$/ })).toHaveCount(1);
  await line(page, 'sidebar.toggle')
    .getByRole('button', { name: /take the keys away$/ })
    .click();
  await expect(keyOf(page, 'sidebar.toggle')).toBeFocused();
  await settings(page).getByRole('searchbox').fill('sidebar');
  await expectKeys(page, 'sidebar.toggle', 'None');
  expect(await fileOf(app)).toContain('{ "keys": null, "command": "sidebar.toggle" }');
  await page.keyboard.press('Escape');
  await expect(settings(page).getByRole('searchbox')).toHaveValue('');
  await button(page, 'Reset all').click();
  await expect(button(page, 'Reset all keys')).toBeFocused();
  await page.keyboard.press('Enter');
  await expectKeys(page, 'sidebar.toggle', 'Ctrl B');
  await expect(button(page, 'Reset all')).toBeDisabled();
});

const BROKEN = `// mine
[
  { "keys": "Mod+Y", "command": "sidebar.toggle" },
  { "keys": "Mod+L", "command": "sidebar.tgogle" },
  { "keys": "Mod+C", "command": "session.new" }
]
`;

test('[S3.7] a file with mistakes says which and where, and the rest of it counts', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  await writeFile(path(app), BROKEN);
  await expect(page.getByText(/^2 mistakes/)).toBeVisible();
  await page.keyboard.press('Control+y');
  await expect(sidebar(page)).toHaveCount(0);
  await page.keyboard.press('Control+n');
  await expect(newSession(page)).toBeVisible();
  await page.keyboard.press('Escape');

  await button(page, 'Show').click();
  const wrong = settings(page).getByRole('region', { name: /^Mistakes in the file/ });
  await expect(wrong.getByRole('listitem')).toHaveText([
    'Line 4, column 3There is no command “sidebar.tgogle”.',
    'Line 5, column 3“Mod+C” belongs to the system or to editing.',
  ]);
  await expect(settings(page).getByText(path(app), { exact: true })).toBeVisible();

  await writeFile(path(app), BROKEN.replace('},\n  { "keys": "Mod+L"', '}\n  { "keys" "Mod+L"'));
  await expect(wrong).toContainText('Line 4, column 3A comma is missing here.');
  await rebind(page, 'session.new', 'F6');
  await expect(settings(page).getByRole('alert')).toContainText('the file cannot be read at line 4, column 3');
  await writeFile(path(app), '[]');
  await expect(wrong).toHaveCount(0);
});

for (const { colorScheme, width, height } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width, height } });

    test(`[S3.7] axe finds nothing in the settings: ${colorScheme}, ${width}×${height}`, async ({ app, page }) => {
      await app.open(page);
      await writeFile(path(app), BROKEN);
      await openKeyboard(page);
      await expect(settings(page).getByRole('region', { name: /^Mistakes in the file/ })).toBeVisible();
      await rebind(page, 'plan.toggle', 'Control+y');
      await expect(button(page, 'Use it here')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await settings(page).getByRole('button', { name: 'General', exact: true }).click();
      await expect(settings(page).getByRole('group', { name: 'Motion' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test('[S2.6] [S3.7] nothing moves when that is chosen, and it stays so, nor when the system wants it so', async ({
  app,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await app.open(page);
  const spin = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--a-spin'));
  await expect.poll(spin).toContain('spin');
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('radio', { name: 'Nothing moves' }).check();
  await page.reload();
  await expect.poll(spin).toBe('none');
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('group', { name: 'Motion' }).getByRole('radio', { name: 'Like the system' }).check();
  await expect.poll(spin).toContain('spin');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(spin).toBe('none');
});
