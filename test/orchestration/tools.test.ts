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
  test(`[S5.1] [B8] an agent spawns another one and waits for what it says; the child hangs at the card of the call (${tools})`, async () => {
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
