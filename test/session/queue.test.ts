import { afterEach, describe, expect, test } from 'vitest';
import { type SessionId, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { QUEUE_PROMPTS_MAX } from '../../protocol/limits.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

let close: (() => void) | undefined;
afterEach(() => close?.());

/** A session whose first turn is running, and hands to queue with. */
function start() {
  const host = openSessionHost();
  close = () => host.close();
  const sessionId = host.create();
  const first = host.prompt(sessionId, 'First');
  const queue = (text: string) => {
    const turnId = turnIdOf(host.newUlid());
    return { turnId, answer: host.service.dispatch({ type: 'queue', sessionId, turnId, text }) };
  };
  const end = (turnId: TurnId, outcome: Outcome = { kind: 'completed' }) =>
    host.report(sessionId, turnId, { type: 'ended', outcome });
  return { host, sessionId, first, queue, end };
}

const headOf = (host: SessionHost, id: SessionId) => {
  const head = host.store.sessions.read(id, 1)?.state.head;
  if (!head) throw new Error('The session is gone');
  return head;
};
const waiting = (host: SessionHost, id: SessionId) => headOf(host, id).queue.prompts.map((prompt) => prompt.text);
const ran = (host: SessionHost) => host.runner.started.map((run) => run.prompt);
const failure = { code: 'agent-crashed', message: '', detail: '' } as const;

describe('a queued prompt', () => {
  test('[C66] that was to take the place of the running turn leaves a plain stop behind when it is taken back', () => {
    const { host, sessionId, first, queue, end } = start();
    const other = queue('Second').turnId;
    const steered = turnIdOf(host.newUlid());
    host.service.dispatch({ type: 'steer', sessionId, turnId: steered, text: 'Instead' });
    host.service.dispatch({ type: 'unqueue', sessionId, turnId: steered });
    end(first, { kind: 'stopped' });
    expect(headOf(host, sessionId).queue).toMatchObject({ held: 'stopped', prompts: [{ id: other }] });
    expect(ran(host)).toEqual(['First']);
  });

  test('[C21] is sent at once when nothing runs, and waits while something does', () => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First'], ['Second']]);
    end(first);
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'Second'], []]);
    end(headOf(host, sessionId).turn?.id as TurnId);
    queue('Third');
    expect(ran(host)).toEqual(['First', 'Second', 'Third']);
  });

  test('[C85] that comes in the very step in which the turn ends is neither lost nor stranded', () => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    end(first);
    const late = queue('Third');
    expect(late.answer.ok).toBe(true);
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'Second'], ['Third']]);
    const { turn } = headOf(host, sessionId);
    expect(turn).toMatchObject({ index: 1, phase: { kind: 'waiting' } });
  });

  test('[C66] runs once, in order, however often it is sent', () => {
    const { host, sessionId, first, queue, end } = start();
    const second = queue('Second');
    queue('Third');
    const again = { type: 'queue', sessionId, turnId: second.turnId, text: 'Second' } as const;
    expect(host.service.dispatch(again).ok).toBe(true);
    end(first);
    expect(host.service.dispatch(again).ok).toBe(true);
    end(second.turnId);
    expect(host.service.dispatch(again).ok).toBe(true);
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'Second', 'Third'], []]);
  });

  test('[C66] can be changed, moved and taken back by any view; one that is gone is refused', () => {
    const { host, sessionId, first, queue, end } = start();
    const second = queue('Second').turnId;
    const third = queue('Third').turnId;
    const dispatch = host.service.dispatch.bind(host.service);
    dispatch({ type: 'edit-queued', sessionId, turnId: second, text: 'Second, better' });
    dispatch({ type: 'move-queued', sessionId, turnId: third, before: second });
    expect(waiting(host, sessionId)).toEqual(['Third', 'Second, better']);
    dispatch({ type: 'unqueue', sessionId, turnId: third });
    end(first);
    expect(ran(host)).toEqual(['First', 'Second, better']);
    for (const type of ['unqueue', 'edit-queued'] as const) {
      const gone = dispatch({ type, sessionId, turnId: second, text: 'x' });
      expect(gone).toEqual({ ok: false, refusal: { code: 'not-queued' } });
    }
  });

  test('[S5.8] that another session sent keeps its sender when it is sent sooner, and is the person’s once they edit it', () => {
    const { host, sessionId, first, end } = start();
    const sender = host.create();
    const [edited, sooner] = [turnIdOf(host.newUlid()), turnIdOf(host.newUlid())];
    const sent = { sessionId, text: 'Look', from: sender };
    for (const turnId of [edited, sooner]) host.service.dispatch({ type: 'queue', turnId, ...sent });
    expect(headOf(host, sessionId).queue.prompts.map(({ from }) => from)).toEqual([sender, sender]);
    host.service.dispatch({ type: 'edit-queued', sessionId, turnId: edited, text: 'Look here' });
    expect(headOf(host, sessionId).queue.prompts.map(({ from }) => from)).toEqual([undefined, sender]);
    host.service.dispatch({ type: 'steer', turnId: sooner, ...sent });
    end(first, { kind: 'stopped' });
    end(sooner);
    expect(host.runner.started.map(({ from }) => from)).toEqual([undefined, sender, undefined]);
    const { items } = host.store.sessions.read(sessionId, 10)?.state.window ?? { items: [] };
    expect(items.flatMap((item) => (item.kind === 'prompt' ? [item.from] : []))).toEqual([
      undefined,
      sender,
      undefined,
    ]);
  });

  test('[S3.1] the queue has an end, and says so', () => {
    const { queue } = start();
    for (let n = 0; n < QUEUE_PROMPTS_MAX; n += 1) expect(queue(`${n}`).answer.ok).toBe(true);
    expect(queue('one more').answer).toMatchObject({ ok: false, refusal: { code: 'queue-full' } });
  });
});

describe('holding', () => {
  test.each<[string, Outcome, string]>([
    ['a stop', { kind: 'stopped' }, 'stopped'],
    ['a failure', { kind: 'failed', failure }, 'failed'],
  ])('[C87] after %s nothing is sent by itself, and the reason is kept', (_, outcome, held) => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    end(first, outcome);
    expect(ran(host)).toEqual(['First']);
    expect(headOf(host, sessionId).queue).toMatchObject({ held, prompts: [{ text: 'Second' }] });
  });

  test('[C87] after a restart the queue is held, and goes on when it is released', () => {
    const { host, sessionId, queue } = start();
    const second = queue('Second').turnId;
    host.abandon();
    const after = openSessionHost({ folder: host.folder, firstId: 10_000 });
    close = () => after.close();
    expect(headOf(after, sessionId).queue.held).toBe('interrupted');
    expect(ran(after)).toEqual([]);
    after.service.dispatch({ type: 'release-queue', sessionId });
    expect(after.runner.started).toMatchObject([{ turnId: second, prompt: 'Second' }]);
    expect(headOf(after, sessionId).queue).toEqual({ prompts: [], held: null, steering: false });
  });

  test('[C87] what is sent by hand runs, and the held prompts wait on', () => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    end(first, { kind: 'stopped' });
    const own = host.prompt(sessionId, 'By hand');
    end(own);
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'By hand'], ['Second']]);
  });
});

describe('steering', () => {
  test('[S3.1] stops the running turn, takes its place, and leaves the others in the line', () => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    const turnId = turnIdOf(host.newUlid());
    host.service.dispatch({ type: 'steer', sessionId, turnId, text: 'Now this' });
    expect([host.runner.stopped, ran(host)]).toEqual([[first], ['First']]);
    end(first, { kind: 'stopped' });
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'Now this'], ['Second']]);
    end(turnId);
    expect(ran(host)).toEqual(['First', 'Now this', 'Second']);
  });

  test('[S3.1] brings a prompt forward that was queued already', () => {
    const { host, sessionId, first, queue, end } = start();
    queue('Second');
    const third = queue('Third').turnId;
    host.service.dispatch({ type: 'steer', sessionId, turnId: third, text: 'Third' });
    end(first, { kind: 'stopped' });
    expect([ran(host), waiting(host, sessionId)]).toEqual([['First', 'Third'], ['Second']]);
  });

  test('[C87] a stop after it means stop: nothing takes the place', () => {
    const { host, sessionId, first, end } = start();
    const turnId = turnIdOf(host.newUlid());
    host.service.dispatch({ type: 'steer', sessionId, turnId, text: 'Now this' });
    host.service.dispatch({ type: 'stop', sessionId });
    end(first, { kind: 'stopped' });
    expect(ran(host)).toEqual(['First']);
    expect(headOf(host, sessionId).queue).toMatchObject({ held: 'stopped', prompts: [{ text: 'Now this' }] });
    expect(host.runner.stopped).toEqual([first]);
  });
});
