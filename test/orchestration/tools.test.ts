import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, expect, test } from 'vitest';
import type { SessionState } from '../../protocol/head.ts';
import { AgentId, type SessionId, sessionIdOf } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { RealHost } from '../support/real-host.ts';
import type { Manner, Step } from '../support/scripted-agent.ts';

const opened: RealHost[] = [];
afterEach(async () => {
  for (const real of opened.splice(0)) await real.close();
});

async function hostWith(manner: Manner): Promise<RealHost> {
  const real = await RealHost.open(manner);
  opened.push(real);
  return real;
}

const AGENT = AgentId.parse('scripted');
const script = (...steps: readonly Step[]) => JSON.stringify({ steps });
const say = (text: string): Step => ({ do: 'say', text });
const tool = (name: string, input: object = {}, as?: string): Step =>
  ({ do: 'tool', name, input, ...(as && { as }) }) as Step;

function create(real: RealHost): SessionId {
  const sessionId = sessionIdOf(ulid());
  const refused = real.dispatch({ type: 'create', sessionId, agentId: AGENT, folder: real.folder });
  if (refused) throw new Error(refused);
  return sessionId;
}

const cards = ({ window }: SessionState) => window.items.filter((item): item is ToolItem => item.kind === 'tool');
const outputOf = (card: ToolItem | undefined) =>
  (card?.parts ?? []).map((part) => (part.type === 'diff' ? '' : part.text.head + part.text.tail)).join('');
const answerOf = (state: SessionState, n: number) => JSON.parse(outputOf(cards(state)[n])) as Record<string, unknown>;

for (const tools of ['http', 'stdio', 'nameless'] as const) {
  test(`[S5.1] [W1] [B8] an agent spawns another one and waits for what it says; the child hangs at the card of the call (${tools})`, async () => {
    const real = await hostWith({ tools });
    const id = create(real);
    const state = await real.play(
      id,
      script(
        tool('spawn_agent', { task: script(say('All is well')), title: 'Look' }, 'child'),
        tool('wait_for_agents', { sessions: ['$child.session'] }),
      ),
    );
    const [spawned, waited] = cards(state);
    expect([spawned?.status, waited?.status]).toEqual(['done', 'done']);
    const { session, ...rest } = answerOf(state, 0);
    expect(rest).toMatchObject({ title: 'Look', agent: '@scripted', folder: real.folder });
    expect(answerOf(state, 1)).toMatchObject({
      done: true,
      agents: [{ session, state: 'finished', reply: 'All is well' }],
    });
    expect(state.head.children).toEqual([{ session, turn: state.head.turn?.id, item: spawned?.id }]);
    const child = await real.until(session as SessionId, () => true);
    expect(child.head).toMatchObject({ kind: 'child', relationship: { parent: id, item: spawned?.id } });
    expect(child.window.items[0]).toMatchObject({ kind: 'prompt', from: id });
  });
}

test('[S5.1] every agent is handed the tools as it can take them, and over stdio where it does not take HTTP', async () => {
  for (const [tools, kind] of [
    ['http', 'http'],
    ['stdio', 'stdio'],
  ] as const) {
    const real = await hostWith({ tools });
    const state = await real.play(create(real), script({ do: 'say-tools' }));
    expect(state.window.items.at(-1)).toMatchObject({
      text: { head: expect.stringMatching(new RegExp(`^${kind}: spawn_agent, wait_for_agents, send_to_agent, `)) },
    });
  }
});

test('[S5.1] a conversation that is opened again is handed a fresh key, with which its tools work', async () => {
  const real = await hostWith({ tools: 'http', reopens: 'resume' });
  const id = create(real);
  await real.play(id, script(tool('set_title', { title: 'First' })));
  await real.restart();
  const state = await real.play(id, script(tool('set_title', { title: 'Second' })));
  expect(cards(state).map(({ status }) => status)).toEqual(['done', 'done']);
  expect(state.head.title).toEqual({ text: 'Second', by: 'agent' });
});

test('[S5.1] what widens is asked for in the caller’s own session, under a card of its own, and waits for the answer', async () => {
  const real = await hostWith({ tools: 'http' });
  const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'skein-elsewhere-')));
  for (const [kind, status] of [
    ['allow-once', 'done'],
    ['reject-once', 'failed'],
  ] as const) {
    const id = create(real);
    const played = real.play(id, script(tool('spawn_agent', { task: 'hello', folder: elsewhere })));
    const asking = await real.until(id, ({ head }) => head.requests.length > 0);
    const [request] = asking.head.requests;
    expect(request?.title).toBe(`Have @scripted work in ${elsewhere}, outside of this session’s folder`);
    const option = request?.options.find((one) => one.kind === kind);
    if (!request || !option) throw new Error('It does not ask');
    real.dispatch({ type: 'answer', sessionId: id, requestId: request.id, optionId: option.id });
    const state = await played;
    expect(cards(state).map((card) => card.status)).toEqual([status, status]);
    expect(state.head.children).toHaveLength(status === 'done' ? 1 : 0);
  }
  rmSync(elsewhere, { recursive: true, force: true });
});

test('[S5.1] stopping a turn that waits ends the wait at once, and the children go on', async () => {
  const real = await hostWith({ tools: 'http' });
  const id = create(real);
  const file = join(real.folder, 'go');
  const task = script({ do: 'wait-for-file', path: file }, say('late'));
  const played = real.play(id, script(tool('spawn_agent', { task }), tool('wait_for_agents')));
  await real.until(id, ({ head }) => head.awaiting.length > 0);
  real.dispatch({ type: 'stop', sessionId: id });
  const state = await played;
  expect(state.head.turn?.phase).toMatchObject({ kind: 'ended', outcome: { kind: 'stopped' } });
  const child = state.head.children[0]?.session as SessionId;
  writeFileSync(file, '');
  const ended = await real.until(child, ({ head }) => head.turn?.phase.kind === 'ended');
  expect(ended.window.items.at(-1)).toMatchObject({ kind: 'reply', text: { head: 'late' } });
});

test('[S5.1] [X1] agents of one make in one folder wait for their own at any depth, and none keeps another from its place', async () => {
  const real = await hostWith({ tools: 'http' });
  const id = create(real);
  const nested = (depth: number): string =>
    depth === 0
      ? script(say('leaf'))
      : script(
          {
            do: 'at-once',
            steps: [
              tool('spawn_agent', { task: nested(depth - 1) }),
              tool('spawn_agent', { task: script(say('beside')) }),
            ],
          },
          tool('wait_for_agents'),
          say(`level ${depth}`),
        );
  const state = await real.play(id, nested(3));
  expect(state.window.items.at(-1)).toMatchObject({ kind: 'reply', text: { head: 'level 3' } });
  const tree = real.host.sessions.tree(id);
  expect(tree).toHaveLength(7);
  expect(tree.map(({ activity }) => activity.kind)).toEqual(tree.map(() => 'finished'));
});

test('[S5.2] a child works in a git work tree of its own, on a branch of its own', async () => {
  const real = await hostWith({ tools: 'http' });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: real.folder, encoding: 'utf8' });
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'first');
  const task = script({ do: 'run', call: 'c', command: 'git', args: ['branch', '--show-current'] });
  const id = create(real);
  const spawned = tool('spawn_agent', { task, title: 'Fix the parser', worktree: true });
  const state = await real.play(id, script(spawned, tool('wait_for_agents')));
  const child = await real.until(state.head.children[0]?.session as SessionId, () => true);
  expect(child.head.worktree).toMatchObject({ branch: 'skein/fix-the-parser', repository: real.folder });
  expect(outputOf(cards(child)[0])).toBe('skein/fix-the-parser\n');
  expect(git('status', '--porcelain', '--untracked-files=no')).toBe('');
});
