/**
 * What real agents do on the wire that the protocol does not lead one to expect, played over real stdio, and what a
 * person sees of it. Each was seen of the agent that is named.
 */
import { ulid } from 'ulid';
import { afterEach, expect, test } from 'vitest';
import type { Report } from '../../main/session/runner-ports.ts';
import { type SessionId, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import type { Item, ToolItem } from '../../protocol/item.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { Outcome } from '../../protocol/turn.ts';
import { script, scriptedAgent } from '../support/recorded-turns.ts';
import type { Manner, Step } from '../support/scripted-agent.ts';
import { World } from './stress/world.ts';

/** A session with the scripted agent, through everything that the app is made of. */
class Talk {
  readonly session: SessionId = sessionIdOf(ulid());
  readonly #world: World;
  readonly #ended = new Map<TurnId, PromiseWithResolvers<Outcome>>();
  /** Which option a question is answered with; undefined leaves it open. */
  choose: string | undefined;

  constructor(manner: Manner = {}) {
    const agent = scriptedAgent(manner);
    this.#world = new World([agent], (_session, turn, report) => this.#hear(turn, report));
    const folder = this.#world.folder('work');
    this.#world.service.dispatch({ type: 'create', sessionId: this.session, agentId: agent.id, folder });
  }

  async say(...steps: readonly Step[]): Promise<Outcome> {
    const turnId = turnIdOf(ulid());
    const ended = Promise.withResolvers<Outcome>();
    this.#ended.set(turnId, ended);
    this.#world.service.dispatch({ type: 'prompt', sessionId: this.session, turnId, text: script(...steps) });
    return ended.promise;
  }

  get head() {
    const stored = this.#world.store.sessions.read(this.session, 1);
    if (!stored) throw new Error('The session is gone');
    return stored.state.head;
  }

  get items(): readonly Item[] {
    const page = this.#world.service.items({ sessionId: this.session, from: { after: -1 }, limit: PAGE_ITEMS_MAX });
    if (!page.ok) throw new Error(page.refusal.code);
    return page.value.items;
  }

  get tools(): readonly ToolItem[] {
    return this.items.filter((item) => item.kind === 'tool');
  }

  get replies(): readonly string[] {
    return this.items.flatMap((item) => (item.kind === 'reply' ? [item.text.head] : []));
  }

  get notices() {
    return this.items.flatMap((item) => (item.kind === 'notice' ? [item.notice] : []));
  }

  async close(): Promise<void> {
    await this.#world.close();
  }

  #hear(turn: TurnId, report: Report): void {
    const { choose } = this;
    if (report.type === 'ended') setImmediate(() => this.#ended.get(turn)?.resolve(report.outcome));
    if (report.type !== 'asked' || choose === undefined) return;
    const { id: requestId } = report.question;
    const answer = { type: 'answer', sessionId: this.session, requestId, optionId: choose } as const;
    setImmediate(() => this.#world.service.dispatch(answer));
  }
}

let talk: Talk | undefined;
afterEach(() => talk?.close());
function open(manner: Manner = {}, choose?: string): Talk {
  talk = new Talk(manner);
  talk.choose = choose;
  return talk;
}

const update = (fields: Record<string, unknown>): Step => ({ do: 'update', update: fields });

test('[S4.4] Gemini tells of a call for the first time when it asks: the card is there, whole, and ends', async () => {
  const { say } = bound(open({}, 'allow_once'));
  const call = { toolCallId: 'w-1', title: 'Write a.txt', kind: 'edit', locations: [{ path: 'a.txt' }] };
  await say({ do: 'ask', call }, update({ sessionUpdate: 'tool_call_update', toolCallId: 'w-1', status: 'completed' }));
  expect(talk?.tools).toMatchObject([{ title: 'Write a.txt', tool: 'edit', status: 'done' }]);
});

test('[S4.4] Gemini says nothing more of a call that was rejected: its card does not stay open', async () => {
  const { say } = bound(open({}, 'reject_once'));
  await say(
    { do: 'ask', call: { toolCallId: 'w-1', title: 'Write', status: 'pending' } },
    { do: 'say', text: ' Well.' },
  );
  expect(talk?.tools).toMatchObject([{ title: 'Write', status: 'stopped', endedAt: expect.any(Number) }]);
  expect(talk?.head.requests).toEqual([]);
});

test('[S4.4] Codex ends its turn as cancelled when a call is rejected: it is over, and the next prompt runs', async () => {
  const { say } = bound(open({}, 'reject_once'));
  const ended = await say({ do: 'ask', call: { toolCallId: 'c', title: 'Run' } }, { do: 'end', reason: 'cancelled' });
  expect(ended).toEqual({ kind: 'stopped' });
  expect(await say({ do: 'say', text: 'Here I am.' })).toEqual({ kind: 'completed' });
  expect(talk?.replies.at(-1)).toBe('Here I am.');
});

test('[S4.4] OpenCode ends its turn as usual when a call is rejected', async () => {
  const { say } = bound(open({}, 'reject_once'));
  expect(await say({ do: 'ask', call: { toolCallId: 'c', title: 'Run' } })).toEqual({ kind: 'completed' });
});

test('[S4.4] Codex asks about a tool of a server with nothing but its call: the question says what was said before', async () => {
  const { say } = bound(open({}, 'allow_once'));
  const before = {
    sessionUpdate: 'tool_call',
    toolCallId: 'm',
    title: 'probe.ping',
    kind: 'other',
    rawInput: { a: 1 },
  };
  await say(update(before), { do: 'ask', call: { toolCallId: 'm' } });
  expect(talk?.tools).toHaveLength(1);
  expect(talk?.tools[0]).toMatchObject({ title: 'probe.ping', input: '{\n  "a": 1\n}' });
});

test('[S4.4] Codex sends output beside the protocol, of a terminal that nobody made: it is shown, with its end', async () => {
  const { say } = bound(open());
  const meta = (fields: Record<string, unknown>) =>
    update({ sessionUpdate: 'tool_call_update', toolCallId: 'x', _meta: fields });
  await say(
    update({
      sessionUpdate: 'tool_call',
      toolCallId: 'x',
      title: 'ls',
      kind: 'execute',
      content: [{ type: 'terminal', terminalId: 'codex-1' }],
    }),
    meta({ terminal_output_delta: { terminal_id: 'codex-1', data: 'a.txt\n' } }),
    meta({ terminal_output_delta: { terminal_id: 'codex-1', data: 'b.txt\n' } }),
    meta({ terminal_exit: { terminal_id: 'codex-1', exit_code: 3, signal: null } }),
  );
  const [part] = talk?.tools[0]?.parts ?? [];
  expect(part).toMatchObject({ type: 'terminal', text: { head: 'a.txt\nb.txt\n' }, exit: { code: 3, signal: null } });
});

test('[S4.4] Codex sends its warnings as notices to whoever knows them: they are no part of the reply', async () => {
  const { say } = bound(open());
  await say(
    { do: 'say-client' },
    update({ sessionUpdate: 'notice', severity: 'warning', title: 'Model metadata for `fake` not found' }),
    { do: 'say', text: 'Hello.' },
  );
  const [client, reply] = talk?.replies ?? [];
  expect(JSON.parse(client ?? '')).toMatchObject({
    session: { notices: {}, compaction: {}, configOptions: { boolean: {} } },
  });
  expect(reply).toBe('Hello.');
  expect(talk?.notices).toEqual([
    { code: 'from-agent', level: 'warning', text: 'Model metadata for `fake` not found' },
  ]);
});

test('[S4.4] Claude calls the session by its newest prompt every time: the title stays', async () => {
  const { say } = bound(open());
  const first = script({ do: 'say', text: 'One.' });
  await say({ do: 'say', text: 'One.' });
  const title = talk?.head.title;
  const second: Step = { do: 'say', text: 'Two.' };
  const echo = (steps: string) => update({ sessionUpdate: 'session_info_update', title: steps });
  // It names the prompt that this very update is part of, so only the beginning of it can be said.
  await say(second, echo(`${script(second).slice(0, -2)}…`), echo(first.slice(0, 12)));
  expect(talk?.head.title).toEqual(title);
  // With a turn that is stopped, or that it answers by itself, it does so in the next one.
  await say({ do: 'say', text: 'Three.' }, echo(`${script(second).slice(0, -2)}…`));
  expect(talk?.head.title).toEqual(title);
  await say(echo('A real name'));
  expect(talk?.head.title).toEqual({ text: 'A real name', by: 'agent' });
});

test('[S4.4] an agent that makes its conversation shorter shows what it keeps, as it grows, and how that ended', async () => {
  const { say } = bound(open());
  const text = (words: string) => ({ type: 'text', text: words });
  const of = (sessionUpdate: string, more: Record<string, unknown>) =>
    update({ sessionUpdate, compactionId: 'c-1', ...more });
  await say(
    of('compaction_update', { status: 'in_progress' }),
    of('compaction_summary_chunk', { content: text('We built ') }),
    of('compaction_summary_chunk', { content: text('a shed.') }),
    of('compaction_update', { status: 'completed' }),
    of('compaction_update', { status: 'completed' }), // Claude says it twice, the second time without its summary
    update({ sessionUpdate: 'compaction_update', compactionId: 'c-2', status: 'failed', error: 'Too short' }),
  );
  expect(talk?.tools).toMatchObject([
    { tool: 'compact', status: 'done', parts: [{ type: 'text', text: { head: 'We built a shed.' } }] },
    { tool: 'compact', status: 'failed', parts: [{ type: 'text', text: { head: 'Too short' } }] },
  ]);
});

test('[S4.4] an agent that answers a prompt with an error keeps its session: the next one runs in it', async () => {
  const { say } = bound(open());
  const failed = await say({ do: 'say', text: 'So far. ' }, { do: 'fail', code: 400, message: 'Bad request' });
  expect(failed).toMatchObject({ kind: 'failed', failure: { code: 'agent-error', message: 'Bad request' } });
  await say({ do: 'say', text: 'Again.' });
  expect(talk?.replies).toEqual(['So far. ', 'Again.']);
  expect(talk?.notices.map(({ code }) => code)).not.toContain('handed-over');
});

test('[S4.4] a notification of an agent’s own, and updates of other versions, are passed over', async () => {
  const { say } = bound(open());
  const line = JSON.stringify({ jsonrpc: '2.0', method: '_auth/status_update', params: { signedIn: true } });
  await say({ do: 'raw', line }, update({ sessionUpdate: 'state_update', state: 'x' }), { do: 'say', text: 'Fine.' });
  expect(talk?.replies).toEqual(['Fine.']);
  expect(talk?.notices).toEqual([]);
});

const bound = (opened: Talk) => ({ say: (...steps: readonly Step[]) => opened.say(...steps) });
