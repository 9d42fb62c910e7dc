import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, expect, test } from 'vitest';
import { AgentId, sessionIdOf } from '../../protocol/ids.ts';
import { linesOf, RealHost } from '../support/real-host.ts';
import { script } from '../support/recorded-turns.ts';
import type { Manner } from '../support/scripted-agent.ts';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function open(manner: Manner): Promise<RealHost> {
  const real = await RealHost.open(manner);
  close = () => real.close();
  return real;
}

const chunk = (kind: 'user' | 'agent', text: string, messageId?: string) => ({
  sessionUpdate: `${kind}_message_chunk`,
  content: { type: 'text', text },
  ...(messageId === undefined ? {} : { messageId }),
});
const diff = { type: 'diff', path: '/src/a.ts', oldText: 'a\n', newText: 'b\n' };

/** Two turns of a conversation with everything in it that a turn can have. */
const HISTORY = [
  chunk('user', 'Mend ', 'u1'),
  chunk('user', 'the tests', 'u1'),
  { sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: 'Which?' } },
  { sessionUpdate: 'tool_call', toolCallId: 'c1', title: 'Edit', kind: 'edit', content: [diff] },
  chunk('agent', 'Mended.', 'm'),
  { sessionUpdate: 'plan', entries: [{ content: 'Mend', status: 'completed', priority: 'high' }] },
  chunk('user', 'And now?', 'u2'),
  { sessionUpdate: 'tool_call_update', toolCallId: 'c2', title: 'Run', status: 'completed' },
  chunk('agent', 'Green.', 'm'),
  { sessionUpdate: 'tool_call', toolCallId: 'c3', title: 'Wait', status: 'in_progress' },
];
const LINES = ['> Mend the tests', '(Which?)', '[Edit done]', 'Mended.', '> And now?', '[Run done]', 'Green.'];
const ALL = [...LINES, '[Wait stopped]', '* taken-over fetched'];

test('[S4.4] a conversation from elsewhere is taken over with its history, as turns that are over, and goes on', async () => {
  const real = await open({ reopens: 'load', repeats: { updates: HISTORY } });
  const id = real.takeOver('theirs', { title: 'Tests', changedAt: 1_700_000_000_000 });
  const fetched = await real.fetched(id);
  expect(linesOf(fetched)).toEqual(ALL);
  const { head, window } = fetched;
  expect(head).toMatchObject({ unread: false, title: { text: 'Tests' }, turn: { index: 1, phase: { kind: 'ended' } } });
  expect(head.origin).toMatchObject({ agentSession: 'theirs', turns: 2, state: { kind: 'fetched' } });
  expect(head.plan?.entries).toHaveLength(1);
  expect(window.items.find((item) => item.kind === 'tool')?.parts).toMatchObject([{ type: 'diff', added: 1 }]);
  // Nobody knows when each was said: all have the one time that is known.
  expect(new Set(window.items.map(({ at }) => at))).toEqual(new Set([1_700_000_000_000]));
  expect(head.updatedAt).toBeGreaterThan(1_700_000_000_000);

  expect(linesOf(await real.play(id, 'Thanks'))).toEqual([...ALL, '> Thanks', 'Thanks']);
});

test.each(['late', 'twice', undefined] as const)(
  '[S4.4] nothing is shown twice: by an agent that repeats %s, after a restart, and after it was opened again',
  async (how) => {
    const real = await open({ reopens: 'load', repeats: { updates: HISTORY, ...(how && { how }) } });
    const id = real.takeOver('theirs');
    expect(linesOf(await real.fetched(id))).toEqual(ALL);
    const once = [...ALL, '> One', 'One'];
    expect(linesOf(await real.play(id, 'One'))).toEqual(once);
    await real.restart();
    expect(linesOf(await real.until(id, () => true))).toEqual(once);
    const twice = [...once, '> Two', 'Two'];
    expect(linesOf(await real.play(id, 'Two'))).toEqual(twice); // its new process was loaded, and repeated it all
    const again = script({ do: 'say', text: 'Green.', message: 'm' });
    expect(linesOf(await real.play(id, again)).slice(-2)).toEqual([`> ${again}`, 'Green.']);
  },
);

test('[S4.4] Codex tells of its thread what it is at, and lists it by its first prompt: the title stays, and nothing is said', async () => {
  const real = await open({
    reopens: 'load',
    lists: [[{ sessionId: 'theirs', cwd: '/', title: 'said before' }]],
  });
  const id = real.takeOver('theirs', { title: 'The shed' });
  const { head } = await real.fetched(id);
  expect(head.title).toMatchObject({ text: 'The shed' });
  const threadStatus = { type: 'active', activeFlags: ['waitingOnApproval'] };
  const update = { sessionUpdate: 'session_info_update', _meta: { codex: { threadStatus } } };
  const said = linesOf(await real.play(id, script({ do: 'update', update }, { do: 'say', text: 'On it.' })));
  expect(said.slice(-2)).toEqual([expect.stringMatching(/^> /), 'On it.']);
  expect(await real.list()).toMatchObject({ value: { sessions: [{ title: 'said before' }] } });
  const after = await real.play(id, 'And now?');
  expect(after.head.title).toEqual(head.title);
});

test('[S4.4] an agent whose new process counts its messages anew says them in new items', async () => {
  const real = await open({ reopens: 'load' });
  const id = real.takeOver('theirs');
  await real.fetched(id);
  const crash = script({ do: 'say', text: 'one', message: 'm1' }, { do: 'crash', code: 3 });
  expect(linesOf(await real.play(id, crash))).toContain('one');
  const anew = script({ do: 'say', text: 'two', message: 'm1' });
  expect(linesOf(await real.play(id, anew)).slice(-2)).toEqual([`> ${anew}`, 'two']);
});

test.each(['crashes', 'hangs'] as const)(
  '[S4.4] a fetch in which the agent %s leaves what came, says so, and can be begun anew',
  async (how) => {
    const real = await open({});
    const [until, asked] = [join(real.folder, 'mended'), join(real.folder, 'asked')];
    real.configure({ reopens: 'load', repeats: { updates: HISTORY, how, until }, asked });
    const id = real.takeOver('theirs');
    if (how === 'hangs') {
      await real.until(id, (state) => linesOf(state).includes('Mended.'));
      expect(real.dispatch({ type: 'delete', sessionId: id })).toBe('taking-over');
      expect(real.dispatch({ type: 'fetch-again', sessionId: id })).toBeUndefined(); // it is being done
      expect(real.dispatch({ type: 'stop', sessionId: id })).toBeUndefined();
    }
    const broken = await real.fetched(id);
    const failure = how === 'crashes' ? { code: 'agent-crashed' } : null;
    expect(broken.head.origin?.state).toMatchObject({ kind: 'incomplete', failure });
    expect(linesOf(broken)).toEqual([
      '> Mend the tests',
      '(Which?)',
      '[Edit done]',
      'Mended.',
      '* taken-over incomplete',
    ]);

    writeFileSync(until, '');
    expect(real.dispatch({ type: 'fetch-again', sessionId: id })).toBeUndefined();
    const whole = await real.until(id, ({ head }) => head.origin?.state.kind === 'fetched');
    expect(linesOf(whole)).toEqual(ALL);
    await real.restart();
    expect(linesOf(await real.until(id, () => true))).toEqual(ALL);
    expect(real.dispatch({ type: 'fetch-again', sessionId: id })).toBe('nothing-to-fetch');
  },
);

test('[S4.4] the end of the app in the middle of a fetch leaves a session that says what is missing', async () => {
  const real = await open({});
  real.configure({ reopens: 'load', repeats: { updates: HISTORY, how: 'hangs', until: join(real.folder, 'mended') } });
  const id = real.takeOver('theirs');
  await real.until(id, ({ head }) => head.origin?.turns === 1);
  await real.restart();
  const { head, window } = await real.until(id, () => true);
  expect(head.origin?.state).toEqual({ kind: 'incomplete', failure: null });
  expect(window.items.at(-1)).toMatchObject({ notice: { code: 'taken-over', history: 'incomplete' } });
  expect(window.items.filter((item) => 'endedAt' in item && item.endedAt === null)).toEqual([]);
  writeFileSync(join(real.folder, 'mended'), '');
  real.dispatch({ type: 'fetch-again', sessionId: id });
  expect(linesOf(await real.until(id, (state) => state.head.origin?.state.kind === 'fetched'))).toEqual(ALL);
});

test('[S4.4] an agent that can only resume goes on with what it knows, and the session says that nothing is shown', async () => {
  const real = await open({ reopens: 'resume' });
  const id = real.takeOver('theirs');
  const { head, window } = await real.fetched(id);
  expect(head.origin?.state).toEqual({ kind: 'untold' });
  expect(linesOf({ head, window })).toEqual(['* taken-over untold']);
  expect(linesOf(await real.play(id, 'Go on'))).toEqual(['* taken-over untold', '> Go on', 'Go on']);
});

test.each<[Manner, string]>([
  [{ reopens: 'refuses' }, 'Invalid session identifier'],
  [{}, 'Scripted cannot open a conversation again.'],
  [{ initialize: 'exit' }, 'Scripted ended while it started: exit code 7.'],
])('[S4.4] what cannot be opened says why: %j', async (manner, message) => {
  const real = await open(manner);
  const { head } = await real.fetched(real.takeOver('theirs'));
  expect(head.origin?.state).toMatchObject({ kind: 'incomplete', failure: { message } });
});

test('[S4.4] a conversation is held by one session only, also by one in the bin, and sending the command twice does it once', async () => {
  const real = await open({ reopens: 'load' });
  const sessionId = sessionIdOf(ulid());
  const place = { agentId: AgentId.parse('scripted'), folder: real.folder, agentSession: 'theirs' } as const;
  expect(real.dispatch({ type: 'take-over', sessionId, ...place })).toBeUndefined();
  expect(real.dispatch({ type: 'take-over', sessionId, ...place })).toBeUndefined();
  await real.fetched(sessionId);
  const another = { type: 'take-over', sessionId: sessionIdOf(ulid()), ...place } as const;
  const refused = (deleted: boolean) => ({ ok: false, refusal: { code: 'already-held', session: sessionId, deleted } });
  expect(real.host.sessions.dispatch(another)).toEqual(refused(false));
  expect(real.dispatch({ type: 'delete', sessionId })).toBeUndefined();
  expect(real.host.sessions.dispatch(another)).toEqual(refused(true));
  const missing = join(real.folder, 'missing');
  expect(real.dispatch({ ...another, agentSession: 'other', folder: missing })).toBe('folder-missing');
});

const info = (sessionId: string, more: object = {}) => ({ sessionId, cwd: '/src', ...more });

test('[S4.4] the agent’s own list comes page by page, and says what is here already', async () => {
  const at = '2026-11-20T08:00:00.000Z';
  const first = [
    info('a', { title: ' Mend\nthe tests ', updatedAt: at }),
    info('b', { title: null, updatedAt: 'soon' }),
  ];
  const odd = [{ cwd: '/src' }, info(''), { sessionId: 'c' }, info('a'), info('d', { cwd: '/other' })];
  const real = await open({ reopens: 'load', lists: [first, odd] });
  const id = real.takeOver('b');
  await real.fetched(id);
  const page = await real.list();
  expect(page.ok && page.value).toEqual({
    sessions: [
      { agentSession: 'a', folder: '/src', title: 'Mend the tests', changedAt: Date.parse(at), held: null },
      { agentSession: 'b', folder: '/src', title: '', changedAt: null, held: { session: id, deleted: false } },
    ],
    next: '1',
    omitted: 0,
  });
  const rest = await real.list(null, '1');
  expect(rest.ok && rest.value.sessions.map(({ agentSession }) => agentSession)).toEqual(['a', 'd']);
  expect(rest.ok && rest.value.next).toBeNull();
  const there = await real.list('/other', '1');
  expect(there.ok && there.value.sessions.map(({ agentSession }) => agentSession)).toEqual(['d']);
});

test('[S4.4] [B14] the conversation of an aside is not listed, and cannot be taken over', async () => {
  const real = await open({ reopens: 'load', forks: 'copies', lists: [[info('b'), info('copy of b')]] });
  const parent = real.takeOver('b');
  await real.fetched(parent);
  const aside = sessionIdOf(ulid());
  const relationship = { kind: 'btw', parent, turn: (await real.play(parent, 'Go')).head.turn?.id ?? null } as const;
  const place = { agentId: AgentId.parse('scripted'), folder: real.folder } as const;
  expect(real.dispatch({ type: 'create', sessionId: aside, ...place, relationship })).toBeUndefined();
  await real.play(aside, 'By the way');
  const page = await real.list();
  expect(page.ok && page.value.sessions.map(({ agentSession }) => agentSession)).toEqual(['b']);
  const taking = { type: 'take-over', sessionId: sessionIdOf(ulid()), ...place, agentSession: 'copy of b' } as const;
  expect(real.dispatch(taking)).toBe('already-held');
  expect(real.dispatch({ type: 'delete', sessionId: aside })).toBeUndefined();
  expect(real.dispatch(taking)).toBeUndefined();
});

test.each<[Manner, object]>([
  [{}, { code: 'cannot-list' }],
  [{ lists: 'sign-in' }, { code: 'agent-failed', failure: { code: 'agent-sign-in' } }],
  [{ lists: 'crashes' }, { code: 'agent-failed', failure: { code: 'agent-crashed' } }],
  [{ initialize: 'exit' }, { code: 'agent-failed', failure: { code: 'agent-start' } }],
])('[S4.4] a list that cannot be had says why: %j', async (manner, refusal) => {
  const real = await open(manner);
  expect(await real.list()).toMatchObject({ ok: false, refusal });
});

test('[S4.4] ending the call ends the wait for a list', async () => {
  const real = await open({ lists: 'silent' });
  const stop = new AbortController();
  const listing = real.list(null, null, stop.signal);
  stop.abort(new Error('enough'));
  await expect(listing).rejects.toThrow('enough');
});

test('[S4.4] more than fits a page is left out and counted', async () => {
  const many = Array.from({ length: 510 }, (_, index) => info(`s${index}`));
  const real = await open({ lists: [many] });
  const page = await real.list();
  expect(page.ok && [page.value.sessions.length, page.value.omitted]).toEqual([500, 10]);
});
