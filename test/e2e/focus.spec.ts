import { expect, test } from './fixture.ts';
import { composer, settings, show } from './parts.ts';

test('[X5] a dialog that is closed gives the focus back to where it was', async ({ app, page }) => {
  await app.createSession('playbook', 'Hello');
  await app.open(page);
  await show(page);
  await expect(composer(page)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+,');
  await expect(settings(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(settings(page)).toHaveCount(0);
  await expect(composer(page)).toBeFocused();
});
