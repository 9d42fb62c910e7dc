import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixture.ts';
import { button, composer, replies, rows, send, show, state, steps, transcript } from './parts.ts';

const AREAS = Array.from({ length: 8 }, (_, n) => ({ const: `area-${n}`, title: `Area ${n}` }));
const SIZES = ['small', 'large'].map((size) => ({
  const: size,
  title: `A ${size} one`,
  description: `As ${size} as it gets`,
}));
const FORM = {
  mode: 'form',
  message: 'Where shall it go?',
  requestedSchema: {
    ...{ type: 'object', title: 'Target', required: ['name', 'size', 'area', 'parts'] },
    properties: {
      name: { type: 'string', title: 'Name', description: 'Letters and dashes', pattern: '^[a-z]+(-[a-z]+)*$' },
      mail: { type: 'string', title: 'Contact', format: 'email' },
      port: { type: 'integer', title: 'Port', minimum: 1, maximum: 99, default: 80 },
      note: { type: 'string', title: 'Note' },
      size: { type: 'string', title: 'Size', oneOf: SIZES },
      area: { type: 'string', title: 'Area', oneOf: AREAS },
      parts: { type: 'array', title: 'Parts', items: { type: 'string', enum: ['web', 'jobs'] }, minItems: 1 },
      loud: { type: 'boolean', title: 'Tell everybody' },
    },
  },
};
const ask = { do: 'elicit', form: FORM } as const;
const LINK = { mode: 'url', message: 'Sign in there', elicitationId: 'e' };
const link = (url: string) => ({ do: 'elicit', form: { ...LINK, url } }) as const;

const form = (page: Page): Locator => page.getByRole('region', { name: 'Scripted asks you' });
const address = (page: Page): Locator => page.getByRole('region', { name: 'Scripted wants you to open this address' });
const box = (page: Page, name: string): Locator => form(page).getByRole('textbox', { name });

async function fillIn(page: Page): Promise<void> {
  await box(page, 'Name').fill('my-service');
  await form(page).getByRole('radio', { name: 'A small one' }).check();
  await form(page).getByRole('combobox', { name: 'Area' }).click();
  await page.getByRole('option', { name: 'Area 7' }).click();
  await form(page).getByRole('checkbox', { name: 'jobs' }).check();
}

test.beforeEach(async ({ app, page }) => {
  await app.createSession(await app.addScriptedAgent());
  await app.open(page);
  await show(page);
});

test('[S4.4] a form says at its fields what is wrong with them, keeps what is typed while another session is shown, and is sent with Enter', async ({
  app,
  page,
}) => {
  await send(page, steps(ask));
  await expect(state(page, 'Needs an answer')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await box(page, 'Name').fill('Not this');
  await box(page, 'Port').fill('100');
  await box(page, 'Port').press('Enter');
  await expect(box(page, 'Name')).toBeFocused();
  await expect(box(page, 'Name')).toHaveAccessibleDescription(/Letters and dashes This must match/);
  await expect(box(page, 'Port')).toHaveAccessibleDescription('Enter 99 or less.');
  await expect(form(page).getByRole('group', { name: 'Size' })).toHaveAccessibleDescription('This is needed.');
  await expect(form(page).getByRole('combobox', { name: 'Area' })).toHaveAccessibleDescription('This is needed.');

  await fillIn(page);
  await box(page, 'Note').fill('first line');
  await box(page, 'Note').press('Shift+Enter');
  await box(page, 'Note').pressSequentially('second line');
  await app.createSession('scripted');
  await expect(rows(page)).toHaveCount(2);
  await show(page);
  await expect(form(page)).toHaveCount(0);
  await show(page, 1);
  await expect(box(page, 'Name')).toHaveValue('my-service');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('my-service');
  await box(page, 'Port').fill('81');
  await box(page, 'Note').press('Enter');
  const content = {
    name: 'my-service',
    port: 81,
    note: 'first line\nsecond line',
    size: 'small',
    area: 'area-7',
    parts: ['jobs'],
    loud: false,
  };
  await expect(replies(page)).toHaveText(JSON.stringify({ action: 'accept', content }));
  await expect(form(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});

test('[S4.4] a form is declined, taken away by a stop, or refused unseen', async ({ page }) => {
  const unknown = { ...FORM, requestedSchema: { properties: { photo: { type: 'file' } } } };
  await send(page, steps({ do: 'elicit', form: unknown }, ask, { do: 'say', text: 'and then ' }, ask));
  await expect(transcript(page)).toContainText('whose field “photo” Skein cannot show');
  await expect(replies(page).first()).toContainText('"code":-32602');
  await button(page, 'Decline').click();
  await expect(replies(page).last()).toContainText('{"action":"decline"}');
  await expect(composer(page)).toBeFocused();
  await expect(form(page)).toBeVisible();
  await button(page, 'Stop').click();
  await expect(form(page)).toHaveCount(0);
  await expect(replies(page).last()).toContainText('{"action":"cancel"}');
});

test('[S4.4] a link shows its whole address, opens only when it is clicked, and closes when it is done, put away or completed', async ({
  app,
  page,
  context,
}) => {
  await context.route('https://sign-in.example.com/**', (route) => route.fulfill({ body: 'There' }));
  const url = 'https://sign-in.example.com/as?who=me&then=https%3A%2F%2Felsewhere.com';
  const gate = app.gate('completed');
  await send(page, steps(link(url), link(url), { ...link(url), completes: gate.step.path }));
  await expect(address(page).locator('code')).toHaveText(url);
  await expect(address(page).locator('code b')).toHaveText('sign-in.example.com');
  expect(context.pages()).toHaveLength(1);
  const opening = context.waitForEvent('page');
  await address(page).getByRole('link', { name: 'Open sign-in.example.com' }).click();
  const opened = await opening;
  await expect(opened.locator('body')).toHaveText('There');
  expect(opened.url()).toBe(url);
  expect(await opened.evaluate('window.opener')).toBeNull();
  await opened.close();

  await button(page, 'Done').click();
  await expect(replies(page)).toHaveText('{"action":"accept"}');
  await button(page, 'Cancel').click();
  await expect(replies(page)).toContainText('{"action":"cancel"}');
  await expect(address(page)).toBeVisible();
  await gate.open();
  await expect(replies(page)).toHaveText(/accept.*cancel.*accept/s);
  await expect(address(page)).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[S4.4] axe finds nothing wrong in forms and links, which fit a small window: ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 480, height: 600 });
    await send(page, steps(ask, link('https://example.com/in')));
    const sends = form(page).getByRole('button', { name: 'Send' });
    await expect(sends).toBeInViewport();
    await sends.click();
    await expect(box(page, 'Name')).toBeFocused();
    await expectAccessible(page);
    await button(page, 'Decline').click();
    await expect(address(page)).toBeVisible();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
}
