import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixture.ts';
import { button, composer, rows, settings, steps } from './parts.ts';

const zhSettings = (page: Page) => page.getByRole('dialog', { name: '设置' });
const language = (page: Page) => page.locator('html').getAttribute('lang');

/** Opens the settings and chooses a language there; `names` are those of the language that is spoken now. */
async function choose(page: Page, names: { dialog: string; tab: string; group: string }, choice: string) {
  await button(page, names.dialog).click();
  const dialog = page.getByRole('dialog', { name: names.dialog });
  await dialog.getByRole('button', { name: names.tab, exact: true }).click();
  await dialog.getByRole('group', { name: names.group }).getByRole('radio', { name: choice }).click();
}
const chooseInEnglish = (page: Page, choice: string) =>
  choose(page, { dialog: 'Settings', tab: 'General', group: 'Language' }, choice);
const chooseInChinese = (page: Page, choice: string) =>
  choose(page, { dialog: '设置', tab: '通用', group: '语言' }, choice);

/**
 * A Chinese character is as wide as it is high. Without a Chinese font a narrower sign stands in for it, so the rest is
 * added as a blank behind every character.
 */
async function makeAsWideAsChinese(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = document.createElement('span');
    probe.style.cssText = 'position: absolute; font: 100px var(--sans)';
    probe.textContent = '会';
    document.body.append(probe);
    const missing = Math.max(0, 100 - probe.getBoundingClientRect().width) / 100;
    probe.remove();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`*:not(kbd, code), *::placeholder { letter-spacing: ${missing}em } kbd { letter-spacing: 0 }`);
    document.adoptedStyleSheets = [sheet];
  });
}

/** Words of ours that their box does not show whole. Paths, commands and titles may be cut: they have a tooltip or scroll. */
const cutWords = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll<HTMLElement>('body *:not(.unseen)')];
    const own = (box: HTMLElement) => [...box.childNodes].some(({ nodeType }) => nodeType === Node.TEXT_NODE);
    return boxes
      .filter((box) => own(box) && !box.matches('code, code *') && box.checkVisibility())
      .filter((box) => {
        const { right, left, width } = box.getBoundingClientRect();
        const clipped = getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth + 1;
        return width > 0 && (clipped || left < -1 || right > innerWidth + 1);
      })
      .map((box) => box.textContent);
  });

/** Names, which no language translates, those of keys and codes of currencies included. */
const NAMES =
  /Skein|Playbook|Markdown|Git(?![a-z])|Agent Client Protocol|ACP|English|@playbook|Ctrl|Alt|Shift|npx|Node\.js|JSON|shell|Del|Home|End|USD|EUR|GBP|CNY|JPY/g;

/**
 * What is shown or read out and is still English. Commands, paths and keys are the same in every language; what the
 * catalog says of agents is full of names, and is there in both.
 */
const englishWords = async (page: Page): Promise<readonly string[]> => {
  const said = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'body *:not(code, kbd, script, .catalog-section li, .catalog-section li *)',
      ),
    ].flatMap((box) => [
      ...[...box.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map((text) => text.nodeValue ?? ''),
      ...['aria-label', 'title', 'placeholder'].map((name) => box.getAttribute(name) ?? ''),
    ]),
  );
  return said.filter((text) => /[A-Za-z]{2}/.test(text.replace(NAMES, '')));
};

/** All that is seen now is Chinese, shown whole, and accessible. */
async function expectChinese(page: Page): Promise<void> {
  expect(await englishWords(page)).toEqual([]);
  expect(await cutWords(page)).toEqual([]);
  await expectAccessible(page);
}

test('[S3.7] the language is chosen in the settings, changes everything at once, and stays', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(agent, steps({ do: 'think', text: 'Let me see.' }, { do: 'say', text: 'Done.' }));
  await app.open(page);
  await rows(page).first().click();
  await expect(page.getByRole('article', { name: 'Reply' })).toHaveText('Done.');
  await composer(page).fill('Not sent yet');
  expect(await language(page)).toBe('en');

  await chooseInEnglish(page, '简体中文');
  await expect(zhSettings(page).getByRole('heading', { name: '通用' })).toBeVisible();
  await expect(zhSettings(page).getByRole('radio', { name: '简体中文' })).toBeChecked();
  await expect(zhSettings(page).getByRole('radio', { name: '简体中文' })).toBeFocused();
  expect(await language(page)).toBe('zh-CN');
  await page.keyboard.press('Escape');
  await expect(
    page.getByRole('log', { name: '对话记录' }).getByRole('button', { name: /^思考了 \d+ 秒/ }),
  ).toBeVisible();
  await expect(page.getByRole('article', { name: '回复' })).toHaveText('Done.');
  await expect(page.getByRole('textbox', { name: '提示', exact: true })).toHaveValue('Not sent yet');
  const row = page.getByRole('listbox', { name: '会话' }).getByRole('option').first();
  await expect(row.getByRole('img', { name: '已完成' })).toBeVisible();
  await expect(row).toContainText('刚刚');

  await page.reload();
  await expect(page.getByRole('log', { name: '对话记录' })).toContainText('Done.');
  expect(await language(page)).toBe('zh-CN');

  await chooseInChinese(page, 'English');
  await expect(settings(page).getByRole('radio', { name: 'English' })).toBeChecked();
  expect(await language(page)).toBe('en');
  await page.keyboard.press('Escape');
  await expect(button(page, 'Send')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(() => {
    test.use({ colorScheme, locale: 'zh-TW', viewport: { width: 900, height: 700 } });

    test(`[S3.7] a Chinese system gets Chinese, accessible and whole at 900×700: ${colorScheme}`, async ({
      app,
      page,
    }) => {
      await app.open(page);
      await expect(page.getByRole('heading', { name: '开始你的第一个会话' })).toBeVisible();
      await makeAsWideAsChinese(page);
      await expectChinese(page);

      await page.keyboard.press('Control+,');
      for (const name of ['关于', '通用', '键盘', '智能体']) {
        await zhSettings(page).getByRole('button', { name, exact: true }).click();
        await expect(zhSettings(page).getByRole('heading', { name, level: 2 }).last()).toBeVisible();
        await expectChinese(page);
      }
      await zhSettings(page).getByRole('button', { name: '添加自定义' }).click();
      await zhSettings(page).getByRole('button', { name: '保存' }).click();
      await expect(zhSettings(page).getByRole('alert')).toContainText('代号');
      await expectChinese(page);
      await page.keyboard.press('Escape');

      await page.keyboard.press('Control+n');
      const dialog = page.getByRole('dialog', { name: '新建会话' });
      await dialog.getByRole('button', { name: '开始' }).click();
      await expect(dialog.getByRole('alert')).toHaveText('请先选择文件夹。');
      await expectChinese(page);
    });
  });
}

test.describe(() => {
  test.use({ locale: 'zh-CN' });

  test('[S3.7] what was chosen counts more than the system, until the system is chosen', async ({ app, page }) => {
    await app.open(page);
    await chooseInChinese(page, 'English');
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Start your first session' })).toBeVisible();
    await chooseInEnglish(page, 'Like the system');
    await expect(zhSettings(page)).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: '开始你的第一个会话' })).toBeVisible();
  });
});
