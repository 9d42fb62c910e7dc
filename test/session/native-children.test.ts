import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '../../protocol/command.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';
import { everyCommand } from './every-command.ts';
import { ENDED, said } from './reports.ts';
import { codeOf, headIn, wordsIn } from './talk.ts';

let host: SessionHost;
let parent: SessionId;
let turn: TurnId;
beforeEach(() => {
  host = openSessionHost();
  parent = host.create();
  turn = host.prompt(parent, 'Lead');
  host.report(parent, turn, { type: 'moved', phase: { kind: 'running', heard: false } });
});
afterEach(() => host.close());

const place = (agentSession = 'sub', canStop = false) => {
  const placed = host.service.native.place(parent, { agentSession, title: 'Reader', canStop }, true);
  if (!placed) throw new Error('It got no place');
  return placed.session;
};
function begin(child: SessionId, task: string | null = null): TurnId {
  const begun = host.service.native.begin(child, task);
  if (!begun) throw new Error('It took no turn');
  return begun;
}
const dispatch = (command: Command) => codeOf(host.service.dispatch(command));

test('[S5.4] nothing that is its agent’s alone to say is taken for it, and all else is as for any child', () => {
  const types = Object.keys(everyCommand(parent)) as Command['type'][];
  const answers = types.map((type) => {
    const child = place(type);
    begin(child);
    return [type, dispatch(everyCommand(child)[type])] as const;
  });
  const refused = (code: string) => answers.flatMap(([type, answer]) => (answer === code ? [type] : []));
  expect(refused('not-for-native')).toEqual([
    ...['prompt', 'queue', 'steer', 'edit-queued', 'move-queued', 'unqueue', 'release-queue', 'resume', 'retry'],
    ...['run-alongside', 'edit', 'switch-branch', 'rollback', 'clear', 'undo-rollback', 'fork', 'fetch-again'],
    'set-option',
  ]);
  expect(refused('native-unstoppable')).toEqual(['stop', 'terminate']);
  for (const type of ['pin', 'mark', 'rename', 'set-policy', 'inherit-policy'] as const) {
    expect(refused('ok')).toContain(type);
  }
  expect(host.runner.started.map(({ sessionId }) => sessionId)).toEqual([parent]); // nobody else ran any of it
});

test('[S5.4] stopping all reaches those that can be stopped, by force too, and names it when none can', () => {
  const [can, cannot] = [place('can', true), place('cannot')];
  const turns = [begin(can), begin(cannot)];
  expect(dispatch({ type: 'terminate', sessionId: parent, tree: true })).toBe('ok');
  expect([headIn(host, can), headIn(host, cannot)].map((head) => head.turn?.phase.kind)).toEqual([
    'stopping',
    'running',
  ]);
  expect([host.runner.stopped, host.runner.terminated]).toEqual([[turns[0]], [turn]]);
  host.report(parent, turn, ENDED);
  host.report(can, turns[0] as TurnId, ENDED);
  expect(dispatch({ type: 'stop', sessionId: parent, tree: true })).toBe('native-unstoppable');
  host.report(cannot, turns[1] as TurnId, ENDED);
  expect(dispatch({ type: 'stop', sessionId: parent, tree: true })).toBe('nothing-running');
});

test('[S5.4] an id that was seen before under the same parent is the same session, unless that lies in the bin', () => {
  const child = place();
  expect(place()).toBe(child);
  const other = host.create();
  host.prompt(other, 'Lead, too');
  expect(host.service.native.place(other, { agentSession: 'sub' }, true)?.session).not.toBe(child);
  expect(host.service.native.place(parent, { agentSession: 'strange' }, false)).toBeUndefined();
  expect(dispatch({ type: 'delete', sessionId: child })).toBe('ok');
  expect(host.service.native.place(parent, { agentSession: 'sub' }, true)).toBeUndefined();
});

test('[S5.4] what is said of it changes its name until a person names it, and whether it can be stopped', () => {
  const child = place();
  const tell = (title: string) => host.service.native.tell(child, { agentSession: 'sub', title, canStop: true });
  tell('Writer');
  expect(headIn(host, child)).toMatchObject({ title: { text: 'Writer', by: 'agent' }, native: { canStop: true } });
  expect(dispatch({ type: 'rename', sessionId: child, title: 'Mine' })).toBe('ok');
  tell('Reader');
  expect(headIn(host, child).title.text).toBe('Mine');
});

test('[S5.4] what it says is recorded in the turn that it has; what it is for opens the first one alone', () => {
  const child = place();
  const first = begin(child, 'Read all of it');
  expect(host.service.native.begin(child, 'Once more')).toBeUndefined(); // one at a time
  host.report(child, first, said('Read.'), ENDED);
  host.report(child, begin(child, 'Read all of it'), said('Again.'), ENDED);
  expect(wordsIn(host, child)).toEqual(['Read all of it', 'Read.', 'notice', 'Again.']);
  expect(headIn(host, parent).busyBelow).toEqual([]);
  expect(host.store.sessions.usage.of(child).turns[0]?.usage.times.workMs).not.toBeNull();
});

test('[S5.4] one that is being stopped shows no more of them, and what a tree may take stands in nobody’s way', () => {
  const none = { children: 0, depth: 0, tokens: null, cost: null, timeMs: null };
  expect(dispatch({ type: 'set-budget', sessionId: parent, budget: none })).toBe('ok');
  const child = place();
  expect(headIn(host, parent).children).toMatchObject([{ session: child, turn }]);
  expect(dispatch({ type: 'stop', sessionId: parent })).toBe('ok');
  expect(host.service.native.place(parent, { agentSession: 'more' }, true)).toBeUndefined();
});
