import { expect, type Locator, type Page } from '@playwright/test';
import type { Step } from '../support/scripted-agent.ts';

/** The parts of the window, found as a person with a screen reader finds them. */
export const sessions = (page: Page): Locator => page.getByRole('listbox', { name: 'Sessions' });
export const rows = (page: Page): Locator => sessions(page).getByRole('option');
export const transcript = (page: Page): Locator => page.getByRole('log', { name: 'Transcript' });
export const composer = (page: Page): Locator => page.getByRole('textbox', { name: 'Prompt' });
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const newSession = (page: Page): Locator => page.getByRole('dialog', { name: 'New session' });
export const settings = (page: Page): Locator => page.getByRole('dialog', { name: 'Settings' });
/** The question of an agent, docked above the composer. */
export const question = (page: Page): Locator => page.getByRole('region', { name: /asks for permission|wants to run/ });
/** What the agent wrote, newest last. A scripted prompt has the same words: look for them here, not in the transcript. */
export const replies = (page: Page): Locator => transcript(page).getByRole('article', { name: 'Reply', exact: true });
/** A tool call by its title, whatever became of it. */
export const card = (page: Page, title: string): Locator =>
  transcript(page).getByRole('article', { name: `${title}, ` });

/** Says something to the agent of the session that is shown. */
export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

/** Shows the session at this place of the list. Once it is there the composer takes the focus: keys before that are lost. */
export async function show(page: Page, place = 0): Promise<void> {
  await rows(page).nth(place).click();
  await expect(composer(page)).toBeFocused();
}

/** What the scripted agent is to do. */
export const steps = (...all: readonly Step[]): string => JSON.stringify({ steps: all });

/** The state of the only session, as its glyph in the list says it. */
export const state = (page: Page, name: string): Locator => rows(page).getByRole('img', { name, exact: true });

/** A fenced block of a runbook. */
export const fence = (info: string, text: string): string => `\`\`\`${info}\n${text}\n\`\`\``;

/** Takes the host away from a window that is not open yet, and gives it back. */
export async function connectionOf(page: Page): Promise<{ cut(): Promise<void>; mend(): void }> {
  let isCut = false;
  let close = async () => {};
  await page.routeWebSocket(/\/rpc$/, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
    close = () => socket.close();
  });
  return {
    cut: async () => {
      isCut = true;
      await close();
      await expect(page.getByText('The connection to the host was lost. Reconnecting…')).toBeVisible();
    },
    mend: () => {
      isCut = false;
    },
  };
}

/** A window of each kind: wide and light, narrow and dark. */
export const LOOKS = [
  { colorScheme: 'light', width: 1440, height: 900 },
  { colorScheme: 'dark', width: 900, height: 700 },
] as const;
