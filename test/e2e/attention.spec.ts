import type { Page } from '@playwright/test';
import type { SessionId } from '../../protocol/ids.ts';
import { type App, expect, test } from './fixture.ts';
import { button, fence, question, rows, settings, show, state, steps, transcript } from './parts.ts';

const toaster = (page: Page) => page.getByRole('region', { name: 'Skein' });
const menu = (page: Page) => page.getByRole('menu');

/** Two sessions, the older of which the window shows. */
async function lookAtOne(app: App, page: Page): Promise<SessionId> {
  await app.addScriptedAgent();
  await app.createSession('scripted', steps({ do: 'say', text: 'Here I look.' }));
  const other = await app.createSession('playbook');
  await app.client.sessions.dispatch({ type: 'rename', sessionId: other, title: 'Elsewhere' });
  await app.open(page);
  await expect(rows(page)).toHaveCount(2);
  await show(page, 1);
  await expect(transcript(page)).toContainText('Here I look.');
  return other;
}

async function openNotifications(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await settings(page).getByRole('button', { name: 'Notifications', exact: true }).click();
  await expect(settings(page).getByRole('heading', { name: 'Notifications', level: 2 })).toBeVisible();
}

/** What the system would show; the tests' Chromium has nobody to show it to. */
async function recordNotifications(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: { title: string; body: string; tag: string; open: boolean; click(): void }[] = [];
    class Recorded extends EventTarget {
      static permission = 'granted';
      constructor(title: string, { body = '', tag = '' }: NotificationOptions) {
        super();
        const line = { title, body, tag, open: true, click: () => void this.dispatchEvent(new Event('click')) };
        shown.push(line);
        this.addEventListener('close', () => {
          line.open = false;
        });
      }
      close() {
        this.dispatchEvent(new Event('close'));
      }
    }
    Object.assign(window, { Notification: Recorded, shown });
    document.hasFocus = () => false;
  });
}

type Shown = { readonly title: string; readonly body: string; readonly open: boolean; click(): void };
const shown = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { shown: Shown[] }).shown.map(({ title, body, open }) => ({ title, body, open })),
  );

test('[S4.6] a question elsewhere is told where one works, counted in the title, and led to by button and key', async ({
  app,
  page,
}) => {
  const other = await lookAtOne(app, page);
  await expect(page).toHaveTitle('Skein');
  await app.prompt(other, fence('sh', 'echo one'));
  await expect(toaster(page)).toContainText('Playbook · Needs an answer · Elsewhere');
  await expect(page).toHaveTitle('(1) Skein');
  await button(page, '1 session needs you').click();
  await menu(page)
    .getByRole('menuitem', { name: /Elsewhere/ })
    .click();
  await expect(question(page)).toContainText('echo one');
  await show(page, 1);
  await page.keyboard.press('F8');
  await expect(question(page)).toContainText('echo one');
  await question(page).getByRole('button', { name: 'Allow once' }).click();
  await expect(page).toHaveTitle('Skein');
  await expect(button(page, '1 session needs you')).toHaveCount(0);
});

test('[S4.6] of what a person does not want to be told they are not, in any window and after a restart', async ({
  app,
  page,
}) => {
  const other = await lookAtOne(app, page);
  await openNotifications(page);
  const box = (name: RegExp) => settings(page).getByRole('checkbox', { name });
  await expect(box(/needs an answer/)).toBeChecked();
  await expect(box(/agent finished/)).not.toBeChecked();
  await box(/needs an answer/).click();
  await box(/agent finished/).click();
  await expect(box(/agent finished/)).toBeChecked();
  await page.keyboard.press('Escape');
  await app.crash();
  await app.restart();
  await app.open(page);
  await expect(rows(page)).toHaveCount(2);
  await openNotifications(page);
  await expect(box(/needs an answer/)).not.toBeChecked();
  await expect(box(/agent finished/)).toBeChecked();
  await page.keyboard.press('Escape');

  await app.prompt(other, fence('sh', 'echo one'));
  await expect(page).toHaveTitle('(1) Skein');
  await app.client.sessions.dispatch({ type: 'set-policy', sessionId: other, policy: 'all' });
  await app.client.sessions.dispatch({ type: 'stop', sessionId: other });
  await expect(state(page, 'Stopped')).toBeVisible();
  await app.prompt(other, 'Nothing to run.');
  await expect(toaster(page)).toContainText('Playbook · Finished · Elsewhere');
  await expect(toaster(page)).not.toContainText('Needs an answer');
});

test('[S4.6] behind other windows the system tells, a click leads there, and what was answered is taken away', async ({
  app,
  page,
}) => {
  await recordNotifications(page);
  const other = await lookAtOne(app, page);
  await app.prompt(other, fence('sh', 'echo one'));
  const line = { title: 'Playbook · Needs an answer', body: 'Elsewhere' };
  await expect.poll(() => shown(page)).toEqual([{ ...line, open: true }]);
  await app.client.sessions.dispatch({ type: 'stop', sessionId: other });
  await expect.poll(() => shown(page)).toEqual([{ ...line, open: false }]);
  await expect(state(page, 'Stopped')).toBeVisible();
  await app.prompt(other, fence('sh', 'echo two'));
  await expect.poll(() => shown(page)).toHaveLength(2);
  await page.evaluate(() => (window as unknown as { shown: Shown[] }).shown[1]?.click());
  await expect(question(page)).toContainText('echo two');
  await expect(toaster(page)).toBeEmpty();
});
