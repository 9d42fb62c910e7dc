import { ulid } from 'ulid';
import { afterEach, expect, test } from 'vitest';
import { type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

let host: SessionHost;
afterEach(() => host.close());

const text = (words: string) =>
  ({ type: 'updates', updates: [{ type: 'text', of: 'reply', message: null, text: words }] }) as const;

const seqOf = (id: SessionId) => {
  const page = host.service.items({ sessionId: id, from: { before: 1 }, limit: 1 });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value.seq;
};

const stateOf = ({ view }: Follower) => {
  if (view.kind === 'waiting') throw new Error('The view knows nothing yet');
  return view.state;
};

/** Two views of one session, both as far as the host. */
async function twoViews(id: SessionId) {
  const views = [new Follower(host, id, 50), new Follower(host, id, 50)] as const;
  for (const view of views) view.connect();
  const settle = () => Promise.all(views.map((view) => view.reach(seqOf(id))));
  await settle();
  return { views, settle };
}

test('[C1] a command is answered with no more than that it is recorded; what it changed comes down the stream', async () => {
  host = openSessionHost();
  const id = host.create();
  const { views, settle } = await twoViews(id);
  const answer = host.service.dispatch({ type: 'rename', sessionId: id, title: 'Named' });
  expect(answer).toEqual({ ok: true, value: { seq: seqOf(id) } });
  await settle();
  expect(views.map((view) => stateOf(view).head.title.text)).toEqual(['Named', 'Named']);
});

test('[C2] commands are carried out in the order in which they were sent, whoever sent them', () => {
  host = openSessionHost();
  const id = host.create();
  host.prompt(id, 'Go');
  const seqs = Array.from({ length: 10 }, (_, n) => {
    const sent = { type: 'queue', sessionId: id, turnId: turnIdOf(host.newUlid()), text: `${n}` } as const;
    const answer = host.service.dispatch(sent);
    return answer.ok ? answer.value.seq : Number.NaN;
  });
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  const queued = host.store.sessions.read(id, 1)?.state.head.queue.prompts.map((prompt) => prompt.text);
  expect(queued).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
});

test('[C4] any number of views see the same, and sessions work beside each other', async () => {
  host = openSessionHost();
  const [one, other] = [host.create(), host.create()];
  const turns = [host.prompt(one, 'Go'), host.prompt(other, 'Go, too')] as const;
  const first = await twoViews(one);
  const second = await twoViews(other);
  for (let n = 0; n < 20; n += 1) {
    host.report(one, turns[0], text(`a${n} `));
    host.report(other, turns[1], text(`b${n} `));
  }
  await Promise.all([first.settle(), second.settle()]);
  expect(stateOf(first.views[0])).toEqual(stateOf(first.views[1]));
  expect(stateOf(second.views[0])).toEqual(stateOf(second.views[1]));
  expect(stateOf(first.views[0]).window.items).not.toEqual(stateOf(second.views[0]).window.items);
  expect(host.runner.started).toHaveLength(2);
});

test('[C57] a snapshot has the words under way, the open question and the queue, and reading it changes nothing', async () => {
  host = openSessionHost();
  const id = host.create();
  const turn = host.prompt(id, 'Go');
  host.report(id, turn, { type: 'moved', phase: { kind: 'running', heard: false } }, text('Half a sen'));
  const options = [{ id: 'yes', kind: 'allow-once', name: 'Yes' }] as const;
  const question = { id: `rq-${ulid()}` as never, call: 'c', title: 'May I', command: 'ls', folder: '/src', options };
  host.report(id, turn, { type: 'asked', question });
  host.service.dispatch({ type: 'queue', sessionId: id, turnId: turnIdOf(host.newUlid()), text: 'Then this' });
  const before = seqOf(id);
  const { views } = await twoViews(id);
  const late = await twoViews(id);
  expect(stateOf(late.views[0])).toEqual(stateOf(views[0]));
  expect(stateOf(views[0]).head).toMatchObject({
    requests: [{ title: 'May I' }],
    queue: { prompts: [{ text: 'Then this' }] },
    turn: { phase: { kind: 'running', heard: true } },
  });
  expect(stateOf(views[0]).window.items).toMatchObject([{}, { text: { head: 'Half a sen' } }, { kind: 'tool' }]);
  expect(seqOf(id)).toBe(before);
});

test('[C25] [C75] queueing and taking back reach every view, whichever of them did it', async () => {
  host = openSessionHost();
  const id = host.create();
  host.prompt(id, 'Go');
  const { views, settle } = await twoViews(id);
  const turnId = turnIdOf(host.newUlid());
  const waiting = () => views.map((view) => stateOf(view).head.queue.prompts.length);
  host.service.dispatch({ type: 'queue', sessionId: id, turnId, text: 'Later' });
  await settle();
  expect(waiting()).toEqual([1, 1]);
  host.service.dispatch({ type: 'unqueue', sessionId: id, turnId });
  await settle();
  expect(waiting()).toEqual([0, 0]);
});

test('[C77] what is published is the state there is: a rename while a turn runs leaves it running everywhere', async () => {
  host = openSessionHost();
  const id = host.create();
  const turn = host.prompt(id, 'Go');
  const { views, settle } = await twoViews(id);
  host.report(id, turn, { type: 'moved', phase: { kind: 'running', heard: false } });
  host.service.dispatch({ type: 'rename', sessionId: id, title: 'Named' });
  await settle();
  expect(views.map((view) => stateOf(view).head.turn?.phase.kind)).toEqual(['running', 'running']);
});

test('[C49] ids that are made within one millisecond differ', () => {
  host = openSessionHost();
  const ids = Array.from({ length: 10_000 }, () => sessionIdOf(ulid()));
  expect(new Set(ids).size).toBe(ids.length);
});
