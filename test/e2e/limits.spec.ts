import { expect, test } from './fixture.ts';
import { button, replies, send, show, state, steps, transcript } from './parts.ts';

const IN_TWO_MINUTES = () => Math.round(Date.now() / 1000) + 120;
const limited = (resetsAt: number) => ({
  sessionUpdate: 'usage_update',
  used: 1,
  size: 2,
  _meta: { '_claude/rateLimit': { status: 'rejected', resetsAt } },
});

test('[S3.7] [C63] a limit of the provider counts down, in the list and on the error that follows, until it is dismissed', async ({
  app,
  page,
}) => {
  await app.addScriptedAgent();
  await app.createSession('scripted');
  await app.open(page);
  await show(page);
  const gate = app.gate('go-on');
  const update = { do: 'update', update: limited(IN_TWO_MINUTES()) } as const;
  const fail = { do: 'fail', code: -32_603, message: 'You have reached your limit' } as const;
  await send(page, steps(update, gate.step, fail));
  await expect(state(page, 'Waiting for the provider')).toBeVisible();
  await expect(transcript(page)).toContainText(/The provider takes requests again in [12]:\d\d/);
  await gate.open();
  await expect(state(page, 'Failed')).toBeVisible();
  await expect(transcript(page)).toContainText(/The provider takes requests again in [12]:\d\d/);
  await transcript(page).getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(state(page, 'Idle')).toBeVisible();
  await expect(button(page, 'Try again')).toBeVisible();
});

test('[C15] an error is dismissed in every window at once, and stays in the transcript', async ({
  app,
  page,
  other,
}) => {
  await app.addScriptedAgent();
  await app.createSession('scripted', steps({ do: 'say', text: 'so far' }, { do: 'crash', code: 3 }));
  for (const each of [page, other]) {
    await app.open(each);
    await show(each);
    await expect(state(each, 'Failed')).toBeVisible();
  }
  await transcript(page).getByRole('button', { name: 'Dismiss', exact: true }).click();
  for (const each of [page, other]) {
    await expect(state(each, 'Idle')).toBeVisible();
    await expect(transcript(each).getByRole('button', { name: 'Dismiss', exact: true })).toBeHidden();
    await expect(replies(each)).toHaveText('so far');
    await expect(transcript(each)).toContainText('The agent ended in the middle of its turn');
  }
});
