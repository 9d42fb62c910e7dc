import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What axe finds wrong in the window, or in a part of it. Its newer way opens a page of its own for the end, which takes
 * the focus away from what is looked at; this window has no frames that would need it.
 */
export async function violationsOf(page: Page, part?: string) {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  return (await (part === undefined ? axe : axe.include(part)).analyze()).violations;
}
