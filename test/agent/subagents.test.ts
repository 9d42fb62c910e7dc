import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, expect, test } from 'vitest';
import type { SessionState } from '../../protocol/head.ts';
import { AgentId, rollbackIdOf, type SessionId, sessionIdOf, turnIdOf } from '../../protocol/ids.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { linesOf, RealHost } from '../support/real-host.ts';
import { script } from '../support/recorded-turns.ts';
import type { Manner, Step } from '../support/scripted-agent.ts';

let real: RealHost;
afterEach(() => real.close());

type Shape = Readonly<Record<string, unknown>>;

const open = async (manner: Manner = {}, nativeSubagents = true) => {
  real = await RealHost.open(manner, { nativeSubagents });
  return create();
};
function create(): SessionId {
  const sessionId = sessionIdOf(ulid());
  const made = { type: 'create', sessionId, agentId: AgentId.parse('scripted'), folder: real.folder } as const;
  expect(real.dispatch(made)).toBeUndefined();
  return sessionId;
}

/** What is said of a sub-agent. */
const sub = (fields: Shape = {}, sessionId = 'sub'): Step => ({
  do: 'update',
  update: { sessionUpdate: 'subagent_update', sessionId, ...fields },
});
const WORKS = { state: { state: 'running' } };
const IDLE = { state: { state: 'idle', stopReason: 'end_turn' } };
const as = (...steps: readonly Step[]): Step => ({ do: 'as', session: 'sub', steps });
const say = (text: string): Step => ({ do: 'say', text });
const file = (name: string) => join(real.folder, name);
const waitFor = (name: string): Step => ({ do: 'wait-for-file', path: file(name) });

function prompt(sessionId: SessionId, ...steps: readonly Step[]) {
  const turnId = turnIdOf(ulid());
  expect(real.dispatch({ type: 'prompt', sessionId, turnId, text: script(...steps) })).toBeUndefined();
  return turnId;
}
/** The first child, once there is one. */
async function childOf(parent: SessionId): Promise<SessionId> {
  const { head } = await real.until(parent, ({ head }) => head.children.length > 0);
  const [child] = head.children;
  if (!child) throw new Error('There is no child');
  return child.session;
}
const outcomeOf = ({ head }: SessionState): Outcome | undefined =>
  head.turn?.phase.kind === 'ended' ? head.turn.phase.outcome : undefined;
const ended = (id: SessionId, turns = 1) =>
  real.until(id, ({ head }) => head.turn?.index === turns - 1 && head.turn.phase.kind === 'ended');
const works = (id: SessionId) => real.until(id, ({ head }) => head.turn?.phase.kind === 'running');

test('[S5.4] a sub-agent of the agent’s own is a child under its card before its first words, with a transcript of its own', async () => {
  const id = await open();
  const card = { sessionUpdate: 'tool_call', toolCallId: 'task', title: 'Task', status: 'in_progress' };
  prompt(
    id,
    { do: 'think', text: 'Hm.' },
    { do: 'update', update: card },
    sub({ title: 'Reader', description: 'Read all of it', ...WORKS, extra: [1] }),
    waitFor('speak'),
    as(say('I have read it.'), { do: 'update', update: { ...card, title: 'Grep', status: 'completed' } }),
    sub({ state: { state: 'idle', usage: { inputTokens: 7, outputTokens: 5, totalTokens: 12 } } }),
    say('Done.'),
  );
  const child = await childOf(id);
  const begun = await works(child);
  expect(linesOf(begun)).toEqual(['> Read all of it']);
  const parent = await real.until(id, ({ window }) => window.items.some(({ kind }) => kind === 'tool'));
  const item = parent.window.items.find(({ kind }) => kind === 'tool')?.id;
  expect(begun.head).toMatchObject({
    ...{ kind: 'child', agentId: 'scripted', folder: real.folder, title: { text: 'Reader' }, options: [] },
    ...{ relationship: { kind: 'subagent', parent: id, turn: parent.head.turn?.id, item } },
    native: { agentSession: 'sub', canStop: false },
  });
  expect(parent.head.busyBelow).toEqual([child]);
  writeFileSync(file('speak'), '');
  const done = await ended(child);
  expect(linesOf(done)).toEqual(['> Read all of it', 'I have read it.', '[Grep done]']);
  expect(outcomeOf(done)).toEqual({ kind: 'completed' });
  expect(done.head.spent.tokens.total).toBe(12);
  const last = await ended(id);
  expect(linesOf(last).slice(1)).toEqual(['(Hm.)', '[Task stopped]', 'Done.']);
  expect(last.head.busyBelow).toEqual([]);
});

test('[S5.4] where it is not switched on, nothing of it is offered, and what is said of it changes nothing', async () => {
  const id = await open({}, false);
  const off = await real.play(id, script(sub(WORKS), as(say('Nobody hears me.')), { do: 'say-client' }));
  expect(linesOf(off).slice(1)).toEqual([expect.not.stringContaining('subagents')]);
  expect(off.head.children).toEqual([]);
  real.configure({}, { nativeSubagents: true });
  const on = await real.play(id, script({ do: 'say-client' }));
  expect(linesOf(on).at(-1)).toContain('"subagents":{}');
});

test('[S5.4] its questions stand in the child, and are answered to the agent', async () => {
  const id = await open();
  prompt(
    id,
    sub({ title: 'Asker', ...WORKS }),
    as({ do: 'ask', call: { toolCallId: 'rm', title: 'rm -r' } }),
    sub(IDLE),
  );
  const child = await childOf(id);
  const { head } = await real.until(child, ({ head }) => head.requests.length > 0);
  expect(head.requests).toMatchObject([{ title: 'rm -r', folder: real.folder }]);
  const requestId = head.requests[0]?.id;
  if (!requestId) throw new Error('Nothing was asked');
  expect(real.dispatch({ type: 'answer', sessionId: child, requestId, optionId: 'allow_once' })).toBeUndefined();
  const done = await ended(child);
  expect(linesOf(done).slice(1)).toEqual(['[rm -r stopped]', expect.stringContaining('"optionId":"allow_once"')]);
  expect(outcomeOf(await ended(id))).toEqual({ kind: 'completed' });
});

test('[S5.4] it is stopped where the agent allows that, and its parent goes on', async () => {
  const id = await open();
  const cancelled = sub({ state: { state: 'idle', stopReason: 'cancelled' } });
  prompt(id, sub({ ...WORKS, capabilities: { cancel: {} } }), as({ do: 'wait-for-cancel' }), cancelled, waitFor('end'));
  const child = await childOf(id);
  await works(child);
  expect(real.dispatch({ type: 'stop', sessionId: child })).toBeUndefined();
  expect(outcomeOf(await ended(child))).toEqual({ kind: 'stopped' });
  expect((await works(id)).head.turn?.phase.kind).toBe('running');
  writeFileSync(file('end'), '');
  expect(outcomeOf(await ended(id))).toEqual({ kind: 'completed' });
});

test('[S5.4] it is not stopped where the agent does not allow it, neither by itself nor with the tree nor by force', async () => {
  const id = await open();
  prompt(id, sub(WORKS), waitFor('end'), sub(IDLE));
  const child = await childOf(id);
  await works(child);
  const stops = (['stop', 'terminate'] as const).flatMap((type) =>
    [false, true].map((tree) => real.dispatch({ type, sessionId: child, tree })),
  );
  expect(stops).toEqual(stops.map(() => 'native-unstoppable'));
  const turnId = turnIdOf(ulid());
  expect(real.dispatch({ type: 'prompt', sessionId: child, turnId, text: 'Go' })).toBe('not-for-native');
  expect(real.dispatch({ type: 'stop', sessionId: id, tree: true })).toBeUndefined();
  expect(outcomeOf(await ended(id))).toEqual({ kind: 'stopped' });
  expect((await works(child)).head.turn?.phase).toMatchObject({ kind: 'running' });
});

test('[S5.4] one that is idle may work again, as a further turn', async () => {
  const id = await open();
  const again = [as(say('One')), sub(IDLE), sub(WORKS), as(say('Two')), sub(IDLE)];
  prompt(id, sub({ description: 'Count', ...WORKS }), ...again);
  const child = await childOf(id);
  const done = await ended(child, 2);
  expect(linesOf(done)).toEqual(['> Count', 'One', '* set-to-work', 'Two']);
});

test('[S5.4] one of which nobody says that it works does so from its first word to the end of its parent’s turn', async () => {
  const id = await open();
  prompt(id, sub(), waitFor('speak'), as(say('Here.')), say('Done.'));
  const child = await childOf(id);
  expect((await real.until(child, () => true)).head.turn).toBeNull();
  writeFileSync(file('speak'), '');
  expect(outcomeOf(await ended(child))).toEqual({ kind: 'completed' });
  expect(outcomeOf(await ended(id))).toEqual({ kind: 'completed' });
});

test('[S5.4] one that is said to work goes on when its parent’s turn is over, which is not finished until then', async () => {
  const id = await open();
  prompt(id, sub(WORKS), {
    do: 'as',
    session: 'sub',
    steps: [waitFor('speak'), say('Still here.'), { do: 'crash', code: 3 }],
    later: true,
  });
  const child = await childOf(id);
  const over = await ended(id);
  expect(over.head.busyBelow).toEqual([child]);
  writeFileSync(file('speak'), '');
  const lost = await ended(child);
  expect(linesOf(lost)).toEqual(['* set-to-work', 'Still here.', '* ended']);
  expect(outcomeOf(lost)).toEqual({ kind: 'interrupted', by: 'agent-ended' });
});

test('[S5.4] a crash of the agent interrupts it, with all below it', async () => {
  const id = await open();
  const below: Step = { do: 'as', session: 'sub', steps: [sub(WORKS, 'deeper')] };
  prompt(id, sub(WORKS), below, waitFor('crash'), { do: 'crash', code: 3 });
  const child = await childOf(id);
  const deeper = await childOf(child);
  await works(deeper);
  writeFileSync(file('crash'), '');
  for (const one of [child, deeper]) {
    expect(outcomeOf(await ended(one))).toEqual({ kind: 'interrupted', by: 'agent-ended' });
  }
  expect(outcomeOf(await ended(id))?.kind).toBe('failed');
});

test('[S5.4] an agent that lost the conversation above it does not know any more what it does, until it says so', async () => {
  const id = await open({ reopens: 'resume' });
  prompt(id, sub(WORKS), as(say('One')), { do: 'lose' });
  const child = await childOf(id);
  await ended(id);
  prompt(id, waitFor('go'), sub(WORKS), as(say('Two')), sub(IDLE));
  expect(outcomeOf(await ended(child))).toEqual({ kind: 'interrupted', by: 'agent-unsure' });
  writeFileSync(file('go'), '');
  expect(linesOf(await ended(child, 2))).toEqual(['* set-to-work', 'One', '* ended', '* set-to-work', 'Two']);
});

test('[S5.4] after a restart a known one goes on in the same session, and what is repeated before a prompt sets nothing to work', async () => {
  const said = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
  const known = { sessionUpdate: 'subagent_update', sessionId: 'sub', title: 'Kept', ...WORKS };
  const strange = { sessionUpdate: 'subagent_update', sessionId: 'other', ...WORKS };
  const id = await open({
    reopens: 'load',
    repeats: { updates: [known, { as: 'sub', ...said('One') }, strange, said('Before')] },
  });
  prompt(id, sub({ title: 'First', ...WORKS }), as(say('One')), waitFor('never'));
  const child = await childOf(id);
  await real.until(child, ({ window }) => window.items.length > 1);
  await real.restart();
  const cut = await real.until(child, () => true);
  expect(outcomeOf(cut)).toEqual({ kind: 'interrupted' });
  prompt(id, say('Back.'), waitFor('go'), sub(WORKS), as(say('Two')), sub(IDLE));
  await real.until(id, ({ window }) =>
    window.items.some((item) => item.kind === 'reply' && item.text.head === 'Back.'),
  );
  expect((await real.until(child, () => true)).head.turn?.index).toBe(0);
  writeFileSync(file('go'), '');
  const done = await ended(child, 2);
  expect(linesOf(done)).toEqual(['> First', 'One', '* ended', '* set-to-work', 'Two']);
  expect((await ended(id, 2)).head.children).toHaveLength(1);
});

test('[S5.4] neither circles nor strange parents are made, and one that nobody announced is not heard', async () => {
  const id = await open();
  prompt(
    id,
    sub({ ...WORKS, title: 'x'.repeat(9_999) }),
    sub(WORKS, '$self'),
    as(sub({ ...WORKS, title: 'Its own parent' }, '$self')),
    { do: 'as', session: 'unknown', steps: [say('Nobody knows me.'), sub({ title: 'Stolen' })] },
    sub({ sessionId: 7 }),
    sub(IDLE),
  );
  const child = await childOf(id);
  const { head } = await ended(child);
  expect(head.children).toEqual([]);
  expect(head.title.text).toHaveLength(72);
  expect((await ended(id)).head.children).toHaveLength(1);
});

test('[S5.4] what its agent tells it stands as a prompt, also when it comes in pieces, and once', async () => {
  const id = await open();
  const told = (fields: Shape): Step => ({ do: 'update', update: { sessionUpdate: 'session_message', ...fields } });
  const content = (text: string) => ({ type: 'text', text });
  const piece = (text: string): Step => ({
    do: 'update',
    update: { sessionUpdate: 'session_message_chunk', messageId: 'm2', content: content(text) },
  });
  prompt(
    id,
    sub({ description: 'Look', ...WORKS }),
    as(
      told({ messageId: 'm1', recipientSessionId: 'sub', content: [content('Look')] }),
      told({ messageId: 'm2', recipientSessionId: 'sub' }),
      ...[piece('And '), piece('listen.'), say('I hear.'), told({ messageId: 'm2', content: [content('Twice.')] })],
      told({ messageId: 'm3', senderSessionId: 'sub', content: [content('To others.')] }),
    ),
    sub(IDLE),
  );
  const done = await ended(await childOf(id));
  expect(linesOf(done)).toEqual(['> Look', '> And listen.', 'I hear.']);
  expect(done.window.items.filter((item) => item.kind === 'prompt').map(({ from }) => from)).toEqual([id, id]);
});

test('[S5.4] taking its parent’s turn back takes it along, and its agent is told nothing but to stop it', async () => {
  const id = await open();
  const closed = file('closed');
  real.configure({ closes: { file: closed } }, { nativeSubagents: true });
  const turnId = prompt(id, sub({ ...WORKS, capabilities: { cancel: {} } }), as({ do: 'wait-for-cancel' }), sub(IDLE));
  const child = await childOf(id);
  await works(child);
  expect(real.dispatch({ type: 'rollback', sessionId: id, rollbackId: rollbackIdOf(ulid()), turnId })).toBeUndefined();
  await real.until(child, ({ head }) => head.deletedAt !== null);
  expect((await real.until(id, ({ head }) => head.turn === null)).head.children).toEqual([]);
  await real.play(id, 'Go on'); // the agent has read all that came before this
  expect(readFileSync(closed, 'utf8')).toMatch(/^scripted-\d+-1\n$/);
});
