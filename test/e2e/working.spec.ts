import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixture.ts';
import { button, card, composer, fence, question, replies, send, show, state, steps, transcript } from './parts.ts';

test('[S2.5] a command is asked about, runs in sight and ends', async ({ app, page }) => {
  await app.createSession('playbook');
  await app.open(page);
  await show(page);
  const { step, open } = app.gate('go');
  await send(page, fence('sh', `echo first line\nuntil [ -e ${step.path} ]; do sleep 0.05; done\necho second line`));

  await expect(question(page)).toContainText('echo first line');
  await expect(state(page, 'Needs an answer')).toBeVisible();
  await page.keyboard.press('Alt+Enter');
  await expect(question(page)).toBeHidden();
  const command = card(page, 'echo first line …');
  await expect(command).toHaveAccessibleName('echo first line …, Running');
  await expect(command.getByRole('figure', { name: 'Output' })).toHaveText('first line');

  await open();
  await expect(command).toHaveAccessibleName('echo first line …, Done');
  await expect(command.getByRole('figure', { name: 'Output' })).toHaveText('first line\nsecond line');
  await expect(state(page, 'Finished')).toBeVisible();
});

test('[S2.5] a command that is rejected does not run', async ({ app, page }) => {
  await app.createSession('playbook', fence('sh', 'echo ran > ran.txt'));
  await app.open(page);
  await show(page);
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Alt+Backspace');
  await expect(state(page, 'Finished')).toBeVisible();
  await expect(card(page, 'echo ran > ran.txt')).toHaveAccessibleName('echo ran > ran.txt, Failed');
  await expect(readFile(join(app.folder, 'ran.txt'))).rejects.toThrow('ENOENT');
});

test('[S2.5] what is always allowed is not asked again', async ({ app, page }) => {
  await app.createSession('playbook', [fence('sh', 'echo one'), fence('sh', 'echo two')].join('\n\n'));
  await app.open(page);
  await show(page);
  await question(page).getByRole('button', { name: 'Always, by the agent' }).click();
  await expect(card(page, 'echo one')).toHaveAccessibleName('echo one, Done');
  await expect(card(page, 'echo two')).toHaveAccessibleName('echo two, Done');
});

test('[S2.5] an edit is shown line by line, before and after it is allowed', async ({ app, page }) => {
  await writeFile(join(app.folder, 'list.txt'), 'apples\nbread\ncheese\n');
  await app.createSession('playbook', fence('txt file=list.txt', 'apples\nbutter\nbread and salt\ncheese'));
  await app.open(page);
  await show(page);
  await expect(question(page).getByRole('figure', { name: /list\.txt$/ })).toContainText('butter');
  expect(await readFile(join(app.folder, 'list.txt'), 'utf8')).toBe('apples\nbread\ncheese\n');
  await question(page).getByRole('button', { name: 'Allow once' }).click();

  const edit = card(page, 'Write list.txt');
  await expect(edit).toHaveAccessibleName('Write list.txt, Done');
  await expect(edit).toContainText('+2');
  await expect(edit).toContainText('−1');
  const lines = edit.getByRole('figure', { name: /list\.txt$/ });
  await expect(lines).toContainText('−bread');
  await expect(lines).toContainText('+bread and salt');
  expect(await readFile(join(app.folder, 'list.txt'), 'utf8')).toBe('apples\nbutter\nbread and salt\ncheese\n');
});

test('[S2.6] thoughts are one line until somebody wants to know', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  const prompt = steps(
    { do: 'think', text: 'First this.\n\nThen the rest of it.' },
    { do: 'say', text: 'Thought enough.' },
  );
  await app.createSession(agent, prompt);
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Thought enough.');
  const thought = transcript(page).getByRole('button', { name: /^Thought for/ });
  await expect(thought).toHaveAttribute('aria-expanded', 'false');
  const rest = transcript(page)
    .getByRole('paragraph')
    .filter({ hasText: /^Then the rest of it\.$/ });
  await expect(rest).toHaveCount(0);
  await thought.click();
  await expect(rest).toBeVisible();
});

test('[S2.6] the plan shows what is done and what is next, and can be put away', async ({ app, page }) => {
  await app.createSession('playbook', `## Look\n\nFirst.\n\n## Run\n\n${fence('sh', 'true')}\n\n## Rest\n\nLast.`);
  await app.open(page);
  await show(page);
  const plan = page.getByRole('complementary', { name: 'Plan' });
  await expect(plan).toContainText('1 of 3');
  await expect(plan.getByRole('listitem').filter({ hasText: 'Look' }).getByRole('img', { name: 'Done' })).toBeVisible();
  await expect(
    plan.getByRole('listitem').filter({ hasText: 'Run' }).getByRole('img', { name: 'Running' }),
  ).toBeVisible();
  await page.keyboard.press('Alt+Enter');
  await expect(plan).toContainText('3 of 3');
  await button(page, 'Hide the plan').click();
  await expect(plan).toBeHidden();
  await button(page, 'Show the plan').click();
  await expect(plan).toBeVisible();
});

test('[S2.5] stopping keeps what was written and says so', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(
    agent,
    steps({ do: 'say', text: 'Half a sente' }, { do: 'wait-for-cancel' }, { do: 'end', reason: 'cancelled' }),
  );
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Half a sente');
  await composer(page).press('Control+.');
  await expect(transcript(page).getByRole('article', { name: 'Stopped. What was written is kept.' })).toBeVisible();
  await expect(replies(page)).toContainText('Half a sente');
  await expect(state(page, 'Stopped')).toBeVisible();
});

test('[S2.5] an agent that ends in its turn is told of with its last words, and can be taken up', async ({
  app,
  page,
}) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(
    agent,
    steps({ do: 'say', text: 'Half an answer' }, { do: 'warn', line: 'panic: no more tape' }, { do: 'crash', code: 3 }),
  );
  await app.open(page);
  await show(page);
  const ended = transcript(page).getByRole('article', { name: 'Failed' });
  await expect(ended).toContainText('The agent ended in the middle of its turn.');
  await expect(replies(page)).toContainText('Half an answer');
  await ended.getByText('What the agent said last').click();
  await expect(ended.getByText('panic: no more tape')).toBeVisible();

  await ended.getByRole('button', { name: 'Try again' }).click();
  await expect(ended).toHaveCount(2);
  await expect(button(page, 'Resume')).toHaveCount(1);
  await button(page, 'Resume').click();
  await expect(state(page, 'Finished')).toBeVisible();
  await expect(button(page, 'Resume')).toHaveCount(0);
});

test('[S2.5] an agent that never starts to talk can be stopped', async ({ app, page }) => {
  const agent = await app.addScriptedAgent('silent', { initialize: 'silent' });
  await app.createSession(agent, 'Hello?');
  await app.open(page);
  await show(page);
  await expect(transcript(page).getByText('Starting')).toBeVisible();
  await button(page, 'Stop').click();
  await expect(transcript(page).getByRole('article', { name: /^Stopped/ })).toBeVisible();
  await expect(button(page, 'Send')).toBeVisible();
});

test('[S2.5] an agent that never ends its turn can be stopped', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  await app.createSession(agent, steps({ do: 'say', text: 'Hold the line' }, { do: 'hang' }));
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Hold the line');
  await button(page, 'Stop').click();
  await expect(transcript(page).getByText('Stopping')).toBeVisible();
  await expect(transcript(page).getByRole('article', { name: /^Stopped/ })).toBeVisible();
});

test('[S2.6] code that is still being written is one block that stays where it is', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  const gates = ['1', '2', '3', '4'].map((name) => app.gate(name));
  const parts = [
    'Look:\n\n``',
    '`ts\nconst one = 1;\n',
    'const two = 2;\n\nconst three',
    ' = 3;\n``',
    '`\n\nThat was **all',
  ];
  const prompt = steps(
    ...parts.flatMap((text, at) => {
      const gate = gates[at];
      return [{ do: 'say', text } as const, ...(gate ? [gate.step] : [])];
    }),
  );
  await app.createSession(agent, prompt);
  await app.open(page);
  await show(page);
  const reply = replies(page);
  await expect(reply).toContainText('Look:');
  await gates[0]?.open();
  const code = reply.locator('pre');
  await expect(code).toContainText('const one = 1;');
  const top = (await code.boundingBox())?.y;
  await gates[1]?.open();
  await expect(code).toContainText('const three');
  expect((await code.boundingBox())?.y).toBe(top);
  await gates[2]?.open();
  await expect(code).toHaveText(/const three = 3;$/);
  expect((await code.boundingBox())?.y).toBe(top);
  await gates[3]?.open();
  await expect(reply.getByText('That was')).toBeVisible();
  await expect(state(page, 'Finished')).toBeVisible();
  expect((await code.boundingBox())?.y).toBe(top);
  await expect(code).toHaveCount(1);
  await expect(code).toHaveText('const one = 1;\nconst two = 2;\n\nconst three = 3;');
});

/** As many updates as a real agent bursts. */
const BURST = 30_000;

test('[S2.5] a flood is taken in whole while the person goes on typing', async ({ app, page }) => {
  const agent = await app.addScriptedAgent();
  const { step, open } = app.gate('go');
  const flood = { do: 'flood', of: 'text', count: BURST } as const;
  await app.createSession(
    agent,
    steps({ do: 'say', text: 'Here it comes: ' }, step, flood, { do: 'say', text: 'over.' }),
  );
  await app.open(page);
  await show(page);
  await expect(replies(page)).toContainText('Here it comes:');
  await open();
  await expect(replies(page)).toContainText('token');
  await composer(page).pressSequentially('not to be lost');
  await expect(composer(page)).toHaveValue('not to be lost');
  await expect(state(page, 'Finished')).toBeVisible();
  await expect(replies(page)).toContainText('over.');
  await button(page, 'Load').press('Enter');
  const words = async () => (await replies(page).textContent())?.match(/token/g)?.length;
  await expect.poll(words).toBe(BURST);
});

test('[C32] one command can be interrupted, and its turn goes on to its own end', async ({ app, page }) => {
  // Without a shell around it: that would end by itself when what it waits for does, and say so in its own way.
  await app.createSession('playbook', fence('sh allow-fail', 'exec sleep 60'));
  await app.open(page);
  await show(page);
  await page.getByRole('button', { name: 'Allow once' }).click();
  await page.getByRole('button', { name: 'Interrupt this command' }).click();
  await expect(card(page, 'exec sleep 60')).toContainText('Ended by SIGTERM');
  await expect(state(page, 'Finished')).toBeVisible();
});
