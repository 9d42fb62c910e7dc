import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { asked, ENDED, said } from '../session/reports.ts';
import { headIn, STOPPED } from '../session/talk.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { ToolDesk } from '../support/tool-desk.ts';

let host: SessionHost;
let desk: ToolDesk;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  desk = new ToolDesk(host);
  id = host.create();
  host.prompt(id, 'go');
});
afterEach(() => host.close());

async function spawn(parent = id, title = 'Child'): Promise<SessionId> {
  return (await desk.gives(parent, 'spawn_agent', { task: 'go', title }))['session'] as SessionId;
}
function turnOf(session: SessionId): TurnId {
  const turn = headIn(host, session).turn;
  if (!turn) throw new Error('It was asked nothing');
  return turn.id;
}
const finish = (session: SessionId, words = 'done') => host.report(session, turnOf(session), said(words), ENDED);

test('[S5.1] waiting goes on until all have come to rest, those below them too, and gives what each said last', async () => {
  const [one, other] = [await spawn(), await spawn()];
  const below = await spawn(one);
  const wait = desk.call(id, 'wait_for_agents');
  let over = false;
  void wait.answer.then(() => {
    over = true;
  });
  finish(other, 'second');
  finish(one, 'first');
  await Promise.resolve();
  expect(over).toBe(false);
  finish(below);
  expect(await wait.answer).toMatchObject({
    value: {
      done: true,
      agents: [
        { session: one, state: 'finished', reply: 'first' },
        { session: other, state: 'finished', reply: 'second' },
      ],
    },
  });
  expect(desk.waits).toEqual([[one, other]]);
});

test('[S5.1] one is enough when that is asked for, and a time that is up gives what there is', async () => {
  const [one, other] = [await spawn(), await spawn()];
  const any = desk.call(id, 'wait_for_agents', { until: 'any' });
  finish(other);
  expect(await any.answer).toMatchObject({ value: { done: false, agents: [{ session: one }, { state: 'finished' }] } });
  const short = desk.call(id, 'wait_for_agents', { sessions: [one], timeout_s: 30 });
  host.clock.advance(30_000);
  expect(await short.answer).toMatchObject({ value: { done: false, agents: [{ session: one }] } });
  expect(host.clock.pending).toBeLessThanOrEqual(3);
});

test('[S5.1] an agent that waits hears something every five seconds, so that none gives up after a minute of silence', async () => {
  const child = await spawn(id, 'Tests');
  const wait = desk.call(id, 'wait_for_agents');
  host.clock.advance(4_999);
  expect(wait.heard).toEqual([]);
  host.clock.advance(60_001);
  expect(wait.heard).toHaveLength(13);
  expect(wait.heard[0]).toMatch(/^Tests: /);
  host.report(child, turnOf(child), asked(1));
  host.clock.advance(5_000);
  expect(wait.heard.at(-1)).toBe('Tests: waits for an answer of the person');
  finish(child);
  await wait.answer;
  const told = wait.heard.length;
  host.clock.advance(60_000);
  expect(wait.heard).toHaveLength(told);
});

test('[S5.1] a wait ends with its turn, or when its caller gives up, and says so', async () => {
  await spawn();
  const given = desk.call(id, 'wait_for_agents');
  given.giveUp();
  expect(await given.answer).toMatchObject({ ok: false, refusal: 'The wait was cancelled.' });
  desk.letsOn = false;
  const stopped = desk.call(id, 'wait_for_agents', { timeout_s: 1 });
  host.clock.advance(1_000);
  expect(await stopped.answer).toMatchObject({ ok: false, refusal: 'The wait was cancelled.' });
});

test('[S5.1] children that were stopped, deleted or cut off are not waited for; a message that waits behind a good end is', async () => {
  const [one, other] = [await spawn(), await spawn()];
  host.service.dispatch({ type: 'stop', sessionId: one });
  const sent = await desk.gives(id, 'send_to_agent', { session: other, message: 'And this' });
  expect(sent).toMatchObject({ state: 'queued' });
  const wait = desk.call(id, 'wait_for_agents');
  host.report(one, turnOf(one), STOPPED);
  finish(other, 'first');
  finish(other, 'second');
  expect(await wait.answer).toMatchObject({ value: { agents: [{ state: 'stopped' }, { reply: 'second' }] } });
  const last = desk.call(id, 'wait_for_agents', { sessions: [await spawn()] });
  const third = host.service.tree(id).at(-1)?.id as SessionId;
  host.service.dispatch({ type: 'stop', sessionId: third });
  host.report(third, turnOf(third), STOPPED);
  host.service.dispatch({ type: 'delete', sessionId: third });
  expect(await last.answer).toMatchObject({ value: { done: true, agents: [{ session: third }] } });
});

test('[S5.1] [S5.3] what goes on below an agent that has failed is waited for, and nobody waits when it has ended', async () => {
  const child = await spawn();
  const below = await spawn(child);
  const wait = desk.call(id, 'wait_for_agents');
  const failure = { code: 'agent-error', message: 'It broke', detail: '' } as const;
  host.report(child, turnOf(child), { type: 'ended', outcome: { kind: 'failed', failure } });
  expect(headIn(host, id).busyBelow).toEqual([child]);
  finish(below);
  expect(await wait.answer).toMatchObject({ value: { done: true, agents: [{ state: 'failed: It broke' }] } });
  expect(headIn(host, id).busyBelow).toEqual([]);
});

test('[S5.1] an agent waits for its own alone: for nobody above, beside or elsewhere, which could wait for it', async () => {
  expect(await desk.refusal(id, 'wait_for_agents')).toBe('You have spawned no agents. spawn_agent does.');
  const [one, other] = [await spawn(), await spawn()];
  for (const session of [id, other, host.create(), 'se-nothing']) {
    expect(await desk.refusal(one, 'wait_for_agents', { sessions: [session] })).toBeDefined();
  }
  expect(desk.waits).toEqual([]);
});

test('[W102] after a restart the parent finds its children cut off, and can let them go on', async () => {
  const child = await spawn();
  host.service.close();
  host.abandon();
  const again = openSessionHost({ folder: host.folder, firstId: 10_000 });
  host = again;
  desk = new ToolDesk(host);
  host.service.dispatch({ type: 'resume', sessionId: id, turnId: `tu-${host.newUlid()}` as TurnId });
  const given = await desk.gives(id, 'wait_for_agents');
  expect(given).toMatchObject({ done: true, agents: [{ session: child, state: expect.stringContaining('cut off') }] });
  await desk.gives(id, 'send_to_agent', { session: child, message: 'Go on' });
  expect(headIn(host, child).turn).toMatchObject({ index: 1, phase: { kind: 'waiting' } });
});
