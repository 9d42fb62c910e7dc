import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { type App, expect, test } from './fixture.ts';
import {
  button,
  card,
  composer,
  fence,
  LOOKS,
  newSession,
  question,
  replies,
  rows,
  send,
  settings,
  show,
  steps,
  transcript,
} from './parts.ts';

const MARKDOWN = `# A heading

Words with **weight**, \`code\`, ~~a mistake~~ and [a link](https://example.com).

> A quote.

1. First
2. Second

- [x] Done
- [ ] Open

| Name | Size |
| --- | --- |
| one | 1 |

\`\`\`ts
const answer: number = 42; // a comment
\`\`\`
`;

/** A session with every kind of item. */
async function createRich(app: App): Promise<void> {
  const agent = await app.addScriptedAgent('rich');
  const diff = { type: 'diff', path: join(app.folder, 'a.txt'), oldText: 'one\ntwo\n', newText: 'one\nthree\n' };
  const plan = ['completed', 'in_progress', 'pending'].map((status, at) => ({
    content: `Step ${at + 1}`,
    priority: 'medium',
    status,
  }));
  const prompt = steps(
    { do: 'think', text: 'Let me see.' },
    { do: 'update', update: { sessionUpdate: 'plan', entries: plan } },
    {
      do: 'update',
      update: {
        sessionUpdate: 'tool_call',
        toolCallId: 'edit',
        title: 'Edit a.txt',
        status: 'completed',
        content: [diff],
      },
    },
    { do: 'run', call: 'list', command: 'sh', args: ['-c', 'seq 9; exit 3'] },
    {
      do: 'update',
      update: {
        sessionUpdate: 'tool_call',
        toolCallId: 'search',
        title: 'Search',
        status: 'failed',
        rawInput: { query: 'x' },
      },
    },
    { do: 'say', text: MARKDOWN },
    { do: 'warn', line: 'out of paper' },
    { do: 'crash', code: 2 },
  );
  await app.createSession(agent, prompt);
}

for (const { colorScheme, width, height } of LOOKS) {
  test.describe(() => {
    test.use({ colorScheme, viewport: { width, height } });

    test(`[S2.6] axe finds nothing wrong: ${colorScheme}, ${width}×${height}`, async ({ app, page }) => {
      await app.open(page);
      await expect(page.getByText('Start your first session')).toBeVisible();
      await expectAccessible(page);

      await writeFile(join(app.folder, 'list.txt'), 'apples\nbread\n');
      await createRich(app);
      await rows(page).first().click();
      await expect(transcript(page).getByRole('article', { name: 'Failed', exact: true })).toBeVisible();
      await transcript(page).getByText('What the agent said last').click();
      await expectAccessible(page);
      await transcript(page).locator('[tabindex="0"]').first().press('Home');
      await expect(transcript(page).getByRole('button', { name: /^Thought for/ })).toBeInViewport();
      await expectAccessible(page);

      await app.createSession('playbook', fence('txt file=list.txt', 'apples\nbutter'));
      await expect(rows(page)).toHaveCount(2);
      await rows(page).first().click();
      await expect(question(page)).toBeVisible();
      await expectAccessible(page);

      await page.keyboard.press('Control+n');
      await newSession(page).getByRole('button', { name: 'Browse' }).click();
      await expect(newSession(page).getByRole('button', { name: 'Parent folder' })).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');

      await page.keyboard.press('Control+,');
      for (const [name, heading] of [
        ['General', 'General'],
        ['About', 'About'],
        ['Agents', 'Agents'],
      ] as const) {
        await settings(page).getByRole('button', { name, exact: true }).click();
        await expect(settings(page).getByRole('heading', { name: heading, level: 2 }).last()).toBeVisible();
        await expectAccessible(page);
      }
      await settings(page).getByRole('button', { name: 'Add custom' }).click();
      await settings(page).getByRole('button', { name: 'Save' }).click();
      await expect(settings(page).getByRole('alert')).toBeVisible();
      await expectAccessible(page);
    });
  });
}

/** Between the last and the first control the page itself has the focus. */
const PAGE = 'page';

/** What has the focus, as it is said. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === document.body) return { label: 'page', seen: true };
    const label = element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
    const { outlineStyle, boxShadow } = element
      ? getComputedStyle(element)
      : { outlineStyle: 'none', boxShadow: 'none' };
    return { label, seen: outlineStyle !== 'none' || boxShadow !== 'none' };
  });

test('[S2.6] everything in a session is reached with Tab, and the focus is seen', async ({ app, page }) => {
  await writeFile(join(app.folder, 'list.txt'), 'apples\nbread\n');
  await app.createSession(
    'playbook',
    ['> Why: to see.', fence('sh', 'seq 9'), fence('txt file=list.txt', 'apples\nbutter')].join('\n\n'),
  );
  await app.open(page);
  await show(page);
  await button(page, 'Allow once').click();
  await expect(card(page, 'seq 9')).toHaveAccessibleName('seq 9, Done');
  await expect(question(page)).toContainText('Write list.txt');
  await composer(page).fill('Something');

  const labels: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const { label, seen } = await focused(page);
    if (label === 'Prompt') break;
    if (label === PAGE) continue;
    expect.soft(seen, `The focus on ${label} is seen`).toBe(true);
    labels.push(label);
  }
  const wanted = [
    'Sessions',
    'Hide sidebar',
    'New session',
    'Settings',
    'Stop',
    '4 earlier lines',
    'Output',
    'Copy',
    'Collapse',
  ];
  expect(labels).toEqual(expect.arrayContaining(wanted));
  for (const name of [/^Thought for/, /^Allow once/, /^Always, by the agent/, /^Reject/, /list\.txt$/]) {
    expect(labels).toContainEqual(expect.stringMatching(name));
  }
});

type Gate = ReturnType<App['gate']>;

/** What a person is told who does not see the screen: the lines of each change, from now on. */
async function listen(page: Page): Promise<() => Promise<readonly (readonly string[])[]>> {
  const voice = page.locator('[role=log] + [aria-live=polite]');
  await expect(voice).toBeAttached();
  const heard = await voice.evaluateHandle((region) => {
    const changes: string[][] = [];
    const take = () => changes.push([...region.children].map((line) => line.textContent ?? ''));
    new MutationObserver(take).observe(region, { childList: true, characterData: true, subtree: true });
    return changes;
  });
  return () => heard.jsonValue();
}

test('[S3.7] a reader hears each reply once it is whole, how tools and turns end, and what is asked', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent();
  await app.createSession('scripted');
  await app.open(page);
  await show(page);
  const heard = await listen(page);
  const [word, tool, asking] = ['word', 'tool', 'asking'].map((name) => app.gate(name)) as [Gate, Gate, Gate];
  const call = { toolCallId: 'look', title: 'Look' };
  await send(
    page,
    steps(
      { do: 'say', text: 'one ' },
      word.step,
      { do: 'say', text: 'two' },
      { do: 'update', update: { sessionUpdate: 'tool_call', ...call, status: 'in_progress' } },
      tool.step,
      { do: 'update', update: { sessionUpdate: 'tool_call_update', ...call, status: 'failed' } },
      asking.step,
      { do: 'ask', call: { toolCallId: 'go', title: 'Go on' } },
      { do: 'crash', code: 2 },
    ),
  );
  await expect(replies(page)).toHaveText('one');
  await word.open();
  await expect(card(page, 'Look')).toHaveAccessibleName('Look, Running');
  await expect.poll(heard).toEqual([['Scripted said: one two']]);
  await tool.open();
  await expect.poll(heard).toEqual([['Scripted said: one two'], ['Look, Failed']]);
  await asking.open();
  await expect(question(page)).toBeVisible();
  const asked = ['Scripted asks for permission: Go on'];
  await expect.poll(heard).toEqual([['Scripted said: one two'], ['Look, Failed'], asked]);
  await button(page, 'Allow once').click();
  const crashed = 'The agent ended in the middle of its turn. What it wrote so far is kept.';
  await expect.poll(async () => (await heard()).flat().at(-1)).toContain(crashed);
  expect((await heard()).flat().filter((line) => line.includes('asks for permission'))).toHaveLength(1);
});
