import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { ENDED, said } from '../session/reports.ts';
import { asideOf } from '../session/spawned.ts';
import { headIn, STOPPED, talk, wordsIn } from '../session/talk.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { CLAUDE, ToolDesk } from '../support/tool-desk.ts';

let host: SessionHost;
let desk: ToolDesk;
let root: SessionId;
beforeEach(() => {
  host = openSessionHost();
  desk = new ToolDesk(host);
  root = host.create();
  host.prompt(root, 'go');
});
afterEach(() => host.close());

const spawn = async (parent: SessionId, title = 'Child') =>
  (await desk.gives(parent, 'spawn_agent', { task: 'go', title }))['session'] as SessionId;
function turnOf(session: SessionId): TurnId {
  const turn = headIn(host, session).turn;
  if (!turn) throw new Error('It was asked nothing');
  return turn.id;
}

test('[S5.1] an agent reads and writes to its own tree, upwards and sideways as well, without anybody being asked', async () => {
  const [one, other] = [await spawn(root, 'One'), await spawn(root, 'Other')];
  for (const session of [root, other]) {
    expect(await desk.gives(one, 'read_session', { session })).toMatchObject({ session });
    expect(await desk.gives(one, 'send_to_agent', { session, message: 'Hello' })).toMatchObject({ state: 'queued' });
  }
  expect(headIn(host, other).queue.prompts).toMatchObject([{ text: 'Hello', from: one }]);
  expect(desk.asked).toEqual([]);
});

test('[S5.1] a session of another tree is the person’s to open, unless they mention it in a prompt of this one', async () => {
  const stranger = host.create();
  talk(host, stranger, 'secret');
  desk.says = false;
  expect(await desk.refusal(root, 'read_session', { session: stranger })).toContain('did not allow it');
  expect(desk.asked[0]).toMatchObject({ title: 'Read “secret”, which is not of this tree' });
  desk.says = true;
  expect(await desk.gives(root, 'read_session', { session: stranger })).toMatchObject({ title: 'secret' });

  const child = await spawn(root);
  host.report(root, turnOf(root), ENDED);
  const before = desk.asked.length;
  host.prompt(root, `Look at @session:${stranger}, please`);
  for (const caller of [root, child]) await desk.gives(caller, 'read_session', { session: stranger });
  expect(desk.asked).toHaveLength(before);
});

test('[S5.1] what an agent itself writes to another one is no mention of the person’s', async () => {
  const stranger = host.create();
  const child = await spawn(root);
  await desk.gives(child, 'send_to_agent', { session: root, message: `Look at @session:${stranger}` });
  host.report(root, turnOf(root), ENDED);
  expect(wordsIn(host, root).at(-1)).toContain(stranger);
  desk.says = false;
  expect(await desk.refusal(child, 'read_session', { session: stranger })).toContain('did not allow it');
});

test('[S5.1] what is not there, lies in the bin or is an aside is not to be reached, whatever anybody allows', async () => {
  const [binned, aside] = [host.create(), asideOf(host, root, null)];
  host.service.dispatch({ type: 'delete', sessionId: binned });
  for (const session of [binned, aside, `se-${host.newUlid()}`, 'Child', '']) {
    expect(await desk.refusal(root, 'read_session', { session })).toContain('There is no such session');
  }
  expect(desk.asked).toEqual([]);
});

test('[S5.1] [C66] a message to an agent at rest is its next prompt; one to a busy agent waits; one that interrupts takes its place', async () => {
  const child = await spawn(root);
  host.report(child, turnOf(child), said('done'), ENDED);
  const send = (input: object) => desk.gives(root, 'send_to_agent', { session: child, ...input });
  expect(await send({ message: 'second' })).toMatchObject({ state: 'sent' });
  expect(await send({ message: 'third' })).toMatchObject({ state: 'queued' });
  expect(await send({ message: 'instead', interrupt: true })).toMatchObject({ state: 'queued' });
  host.report(child, turnOf(child), STOPPED);
  expect(wordsIn(host, child)).toEqual(['go', 'done', 'second', 'notice', 'instead']);
  expect(await desk.refusal(child, 'send_to_agent', { session: root, message: 'Stop', interrupt: true })).toContain(
    'only agents below you',
  );
  expect(await desk.refusal(root, 'send_to_agent', { session: root, message: 'me' })).toContain('your own session');
});

test('[S5.1] [C87] a message behind what a person holds says so', async () => {
  const child = await spawn(root);
  await desk.gives(root, 'send_to_agent', { session: child, message: 'waits' });
  host.service.dispatch({ type: 'stop', sessionId: child });
  host.report(child, turnOf(child), STOPPED);
  expect(await desk.gives(root, 'send_to_agent', { session: child, message: 'more' })).toMatchObject({
    state: 'queued',
    held: expect.stringContaining('A person'),
  });
});

test('[S5.1] an agent stops what is below it and nothing else', async () => {
  const one = await spawn(root);
  const [below, other] = [await spawn(one), await spawn(root)];
  for (const session of [root, other, host.create(), 'nothing']) {
    expect(await desk.refusal(one, 'stop_agent', { session })).toBeDefined();
  }
  expect(host.runner.stopped).toEqual([]);
  await desk.gives(root, 'stop_agent', { session: below });
  expect(host.runner.stopped).toEqual([turnOf(below)]);
});

test('[S5.1] the list names all of the tree with what each is to the caller, and the agents that there are', async () => {
  desk.agents = [...desk.agents, CLAUDE];
  const one = await spawn(root, 'One');
  const below = await spawn(one, 'Below');
  const other = await spawn(root, 'Other');
  await desk.gives(one, 'set_summary', { summary: 'Half of it' });
  expect(await desk.gives(one, 'list_agents')).toEqual({
    you: one,
    agents: [
      expect.objectContaining({ session: root, is: 'above you', parent: null }),
      expect.objectContaining({ session: one, is: 'you', title: 'One', summary: 'Half of it' }),
      expect.objectContaining({ session: below, is: 'below you', parent: one }),
      expect.objectContaining({ session: other, is: 'beside you' }),
    ],
    available: [
      { handle: '@playbook', name: 'Playbook' },
      { handle: '@claude', name: 'Claude' },
    ],
  });
});

test('[S5.1] a session is read from its end backwards in stretches, and nothing is left out between them', async () => {
  const child = await spawn(root);
  host.report(child, turnOf(child), said('x'.repeat(300)), ENDED);
  for (const n of [1, 2, 3, 4]) talk(host, child, `question ${n} ${'y'.repeat(200)}`);
  const texts: string[] = [];
  for (let before: unknown; ; ) {
    const part = await desk.gives(root, 'read_session', { session: child, chars: 500, ...(before ? { before } : {}) });
    texts.unshift(String(part['text']));
    before = part['before'];
    if (before === undefined) break;
  }
  expect(texts.length).toBeGreaterThan(2);
  const whole = await desk.gives(root, 'read_session', { session: child });
  expect(texts.join('\n\n')).toBe(whole['text']);
  expect(whole['text']).toMatch(/^From “go”:\ngo\n\nAssistant:\nx+/);
});

test('[S5.1] [G35] an agent names its own session and says what it comes to and how far it is; a person’s name stays', async () => {
  const child = await spawn(root);
  await desk.gives(child, 'set_title', { title: 'Found it' });
  await desk.gives(child, 'report_progress', { text: 'Half of it', share: 0.5 });
  expect(headIn(host, child)).toMatchObject({ title: { by: 'agent' }, progress: { share: 0.5 } });
  host.service.dispatch({ type: 'rename', sessionId: child, title: 'Mine' });
  expect(await desk.refusal(child, 'set_title', { title: 'Yours' })).toContain('A person has named');
  host.report(child, turnOf(child), ENDED);
  expect(await desk.refusal(child, 'report_progress', { text: 'More' })).toBe('Nothing runs in this session.');
});
