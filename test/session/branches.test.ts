import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TurnWrite } from '../../main/session/ports.ts';
import { type SessionId, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { BRANCHES_MAX } from '../../protocol/limits.ts';
import type { SessionStreamItem } from '../../protocol/stream.ts';
import { ulidOf } from '../support/arbitraries.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { called, ENDED, said } from './reports.ts';
import { codeOf, headIn, newTurn, talk, wordsIn } from './talk.ts';

let host: SessionHost;
let id: SessionId;
beforeEach(() => {
  host = openSessionHost();
  id = host.create();
});
afterEach(() => host.close());

const edit = (of: TurnId, text: string, turnId = newTurn(host)) => {
  const answer = host.service.dispatch({ type: 'edit', sessionId: id, turnId, of, text });
  return { turnId, code: codeOf(answer) };
};
const switchTo = (turnId: TurnId) => codeOf(host.service.dispatch({ type: 'switch-branch', sessionId: id, turnId }));
function seqAndIncarnation() {
  const page = host.service.items({ sessionId: id, from: { after: -1 }, limit: 1 });
  if (!page.ok) throw new Error(page.refusal.code);
  return page.value;
}
const end = (turnId: TurnId, text: string) => host.report(id, turnId, said(`re ${text}`), ENDED);

test('[C67] [C39] editing a prompt makes a sibling of its turn and runs it; the other branch stays as it was', () => {
  const [one, two] = [talk(host, id, 'one'), talk(host, id, 'two')];
  talk(host, id, 'three');
  const edited = edit(two, 'two, better');
  expect(edited.code).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two, better']);
  expect(host.runner.started.at(-1)).toMatchObject({ turnId: edited.turnId, prompt: 'two, better' });
  expect(headIn(host, id)).toMatchObject({
    itemCount: 3,
    turn: { id: edited.turnId, parent: one, index: 1 },
    forks: [{ index: 1, turns: [two, edited.turnId] }],
  });
  end(edited.turnId, 'two, better');
  expect(switchTo(two)).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one', 'two', 're two', 'three', 're three']);
  expect(headIn(host, id)).toMatchObject({ itemCount: 6, turn: { index: 2, phase: { kind: 'ended' } } });
});

test('[C67] the first prompt has siblings, too, and a switch goes down to the newest leaf', () => {
  const one = talk(host, id, 'one');
  const other = edit(one, 'another one').turnId;
  end(other, 'another one');
  talk(host, id, 'two');
  const third = edit(one, 'a third one').turnId;
  end(third, 'a third one');
  expect(headIn(host, id).forks).toEqual([{ index: 0, turns: [one, other, third] }]);
  switchTo(other);
  expect(wordsIn(host, id)).toEqual(['another one', 're another one', 'two', 're two']);
  switchTo(one);
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
  expect(switchTo(one)).toBe('ok');
});

test('[C76] [C41] edits and switches reach every view, and a page of the path that was left is not joined', async () => {
  const views = [new Follower(host, id, 4), new Follower(host, id, 100)];
  for (const view of views) view.connect();
  talk(host, id, 'one');
  const two = talk(host, id, 'two');
  const edited = edit(two, 'two, better').turnId;
  end(edited, 'two, better');
  const reach = () => Promise.all(views.map((view) => view.reach(seqAndIncarnation().seq)));
  await reach();
  for (const turn of [two, edited, two]) {
    const before = headIn(host, id).path;
    switchTo(turn);
    await reach();
    for (const view of views) {
      if (view.view.kind !== 'live') throw new Error(view.view.kind);
      expect(view.view.state.head).toEqual(headIn(host, id));
      expect(view.view.state.head.path).toBe(before + 1);
      const shown = view.view.state.window.items.map((item) => item.kind === 'prompt' && item.text.head);
      expect(shown.filter((words) => words !== false)).toEqual(['one', turn === two ? 'two' : 'two, better']);
    }
  }
  for (const view of views) view.cut();
});

test('[C39] [C41] what cannot be edited or switched to is refused by name, and nothing changes', () => {
  const one = talk(host, id, 'one');
  const before = headIn(host, id);
  const gone = turnIdOf(ulidOf(9_999));
  expect(edit(gone, 'x').code).toBe('unknown-turn');
  expect(edit(one, '  ').code).toBe('empty-prompt');
  expect(switchTo(gone)).toBe('unknown-turn');
  expect(headIn(host, id)).toEqual(before);
  const running = host.prompt(id, 'two');
  expect(edit(one, 'x').code).toBe('busy');
  end(running, 'two');
  const other = edit(one, 'else').turnId;
  expect(switchTo(one)).toBe('busy');
  expect(headIn(host, id).turn?.id).toBe(other);
});

test('[C61] an edit reaches views whole: none sees the path end before the new prompt', async () => {
  const one = talk(host, id, 'one');
  const { seq } = seqAndIncarnation();
  const stop = new AbortController();
  const from = { incarnation: seqAndIncarnation().incarnation, seq };
  const stream = host.service.follow({ sessionId: id, tail: 10, from, hidden: false }, stop.signal);
  if (!stream.ok) throw new Error(stream.refusal.code);
  const { turnId } = edit(one, 'else');
  await stream.value.next();
  const next: IteratorResult<SessionStreamItem, unknown> = await stream.value.next();
  stop.abort();
  if (next.done || next.value.type !== 'batch') throw new Error('No batch came');
  expect(next.value.events.map((event) => event.type)).toEqual(['path-changed', 'turn-opened', 'item-added']);
  expect(next.value.to).toBe(seq + 3);
  expect(headIn(host, id).turn?.id).toBe(turnId);
});

test('[G20] an edit that is sent twice runs once', () => {
  const one = talk(host, id, 'one');
  const { turnId } = edit(one, 'else');
  expect(edit(one, 'else', turnId).code).toBe('ok');
  end(turnId, 'else');
  expect(edit(one, 'else', turnId).code).toBe('ok');
  expect(host.runner.started.filter((run) => run.turnId === turnId)).toHaveLength(1);
});

test('[B21] [B22] late words of a turn on another branch land there, and not in what is shown', () => {
  const one = talk(host, id, 'one');
  const other = edit(one, 'other').turnId;
  const before = headIn(host, id);
  host.report(id, one, said(' and more'), called('late'));
  expect(wordsIn(host, id)).toEqual(['other']);
  expect(headIn(host, id)).toEqual(before);
  end(other, 'other');
  switchTo(one);
  expect(wordsIn(host, id)).toEqual(['one', 're one and more', 'tool']);
  expect(headIn(host, id).itemCount).toBe(3);
});

test('[C67] a session that knows its path is gone on with; any other is told the conversation anew', () => {
  const [one, two] = [talk(host, id, 'one', 'a-1'), talk(host, id, 'two', 'a-1')];
  const other = edit(two, 'two, better').turnId;
  expect(host.runner.started.at(-1)?.agentSession).toBeNull();
  expect(host.service.transcript(id, other)).toBe('User:\none\n\nAssistant:\nre one');
  host.report(id, other, { type: 'attached', agentSession: 'a-2', how: 'handed-over', options: null }, ENDED);
  switchTo(two);
  const three = host.prompt(id, 'three');
  expect(host.runner.started.at(-1)?.agentSession).toEqual({ id: 'a-1', fork: false });
  host.report(id, three, ENDED);
  switchTo(one);
  expect(headIn(host, id).turn?.id).toBe(three);
});

test('[C67] branches survive a restart', () => {
  const one = talk(host, id, 'one');
  const other = edit(one, 'other').turnId;
  end(other, 'other');
  host.abandon();
  host = openSessionHost({ folder: host.folder, firstId: 50_000 });
  expect(wordsIn(host, id)).toEqual(['other', 're other']);
  expect(switchTo(one)).toBe('ok');
  expect(wordsIn(host, id)).toEqual(['one', 're one']);
});

test('[C67] there is a limit to branches, and it is named', () => {
  const one = talk(host, id, 'one');
  const stored = host.store.sessions.turn(id, one);
  if (!stored) throw new Error('The turn is gone');
  const siblings = Array.from({ length: BRANCHES_MAX }, (): TurnWrite[] => [
    { type: 'activate', leaf: null },
    { type: 'put', turn: { ...stored.turn, id: newTurn(host) } },
  ]);
  host.store.sessions.commit(id, { durable: true, head: null, turns: siblings.flat(), items: [] });
  expect(edit(one, 'one too many').code).toBe('too-many-branches');
});
