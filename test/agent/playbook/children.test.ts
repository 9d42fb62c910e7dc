import { describe, expect, it } from 'vitest';
import type { Child } from '../../../main/agent/playbook/child.ts';
import type { RunContext } from '../../../main/agent/playbook/context.ts';
import { fenced } from '../../../main/agent/playbook/fence.ts';
import { runSteps } from '../../../main/agent/playbook/run.ts';
import { parseRunbook } from '../../../main/agent/playbook/runbook.ts';
import type { Shape } from '../../../main/agent/shape.ts';
import { ok, refuse } from '../../../protocol/result.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { RecordingHost } from './recording-host.ts';

const task = (text: string, info = 'task') => fenced(info, text);

type Ending = { readonly state: string; readonly reply?: string };

/** An app whose children end as `endings` say, by title; those that it does not name go on. */
function prepare(endings: Record<string, Ending> = {}) {
  const host = new RecordingHost();
  const cancel = new AbortController();
  const titles = new Map<string, string>();
  const children = {
    list: [] as readonly Child[],
    async keep(list: readonly Child[]) {
      children.list = list;
    },
  };
  host.tool = ({ tool, input }) => {
    if (tool === 'spawn_agent') {
      const session = `s${titles.size + 1}`;
      titles.set(session, String(input['title']));
      return ok({ session, title: input['title'], agent: input['agent'] ?? 'playbook', folder: '/folder' });
    }
    return ok(waited(input, titles, endings));
  };
  const context: RunContext = {
    ...{ host, children, folder: '/folder', pace: { clock: new FakeClock(), ms: 0 }, signal: cancel.signal },
    consent: { given: false, giveAlways: async () => {} },
    dry: () => null,
    reached: async () => {},
  };
  const run = (markdown: string, changes: Partial<RunContext> = {}) =>
    runSteps(parseRunbook(markdown), 0, { ...context, ...changes });
  return { host, cancel, children, run, endings };
}

function waited(input: Shape, titles: ReadonlyMap<string, string>, endings: Record<string, Ending>): Shape {
  const sessions = input['sessions'] as readonly string[];
  const agents = sessions.map((session) => {
    const title = titles.get(session) ?? '';
    return { session, title, agent: 'playbook', ...(endings[title] ?? { state: 'works' }) };
  });
  const over = agents.filter(({ state }) => state !== 'works');
  return { done: over.length === agents.length, agents };
}

const finished = (reply: string) => ({ state: 'finished', reply });
const waits = (host: RecordingHost) =>
  host.requests.flatMap(({ tool, input }) => (tool === 'wait_for_agents' ? [input] : []));

describe('starting agents', () => {
  it('[S5.9] each task is one call of the app, under the id of its card, and nobody is asked', async () => {
    const { host, children, run } = prepare();
    const block = task('Run them.', 'task agent=@codex title="The tests" worktree=new folder=core background');
    expect(await run(`@claude: Look\n\n${block}`)).toEqual({ kind: 'finished' });
    expect(host.asked).toEqual([]);
    const [first, second] = host.tools;
    expect(host.requests.map(({ tool, input, callId }) => [tool, input, callId])).toEqual([
      ['spawn_agent', { task: 'Look', title: 'Look', agent: 'claude' }, first?.toolCallId],
      [
        'spawn_agent',
        {
          ...{ task: 'Run them.', title: 'The tests', agent: 'codex' },
          ...{ folder: '/folder/core', worktree: true, background: true },
        },
        second?.toolCallId,
      ],
    ]);
    expect(first).toMatchObject({
      title: 'Start @claude: Look',
      kind: 'other',
      status: 'completed',
      rawInput: { task: 'Look' },
      rawOutput: { session: 's1' },
    });
    expect(children.list).toMatchObject([
      { session: 's1', title: 'Look', agent: 'claude', collected: false },
      { session: 's2', title: 'The tests', background: true },
    ]);
  });

  it('[S5.9] a refusal of the app stops the runbook in its words, unless the task may fail', async () => {
    const { host, run } = prepare();
    host.tool = () => refuse('The budget of this tree allows 3 agents, and there are 3.');
    expect(await run(`@codex: Look\n\nafter`)).toEqual({
      kind: 'stopped',
      why: '“Look” was not started. The budget of this tree allows 3 agents, and there are 3.',
    });
    expect(host.tools).toMatchObject([
      { status: 'failed', content: [{ content: { text: expect.stringContaining('budget') } }] },
    ]);
    expect(host.text).toBe('');
    expect(await run(`${task('Look', 'task allow-fail')}\n\nafter`)).toEqual({ kind: 'finished' });
    expect(host.text).toBe('after\n\n');
  });

  it('[S5.9] where no tools came with the conversation, the card and the runbook say so', async () => {
    const { host, run } = prepare();
    host.offers = { ...host.offers, agents: false };
    expect(await run('@codex: Look')).toMatchObject({ kind: 'stopped', why: expect.stringContaining('No tools came') });
    expect(host.requests).toEqual([]);
    expect(host.tools).toMatchObject([{ status: 'failed' }]);
  });

  it('[S5.9] a dry run shows the task and starts nobody', async () => {
    const { host, children, run } = prepare();
    const dry = { dry: () => new Map<string, string>() };
    expect(await run(`@codex: Look\n\nwait`, dry)).toEqual({ kind: 'finished' });
    expect(host.requests).toEqual([]);
    expect(children.list).toEqual([]);
    expect(host.tools).toMatchObject([{ status: 'completed', content: [{ content: { text: 'Look' } }, {}] }]);
    expect(host.text).toBe('Here it would wait for the agents to be done.\n\n');
  });

  it('[S5.9] every task is an entry of the plan, in work from its start until its answer is collected', async () => {
    const { host, run } = prepare({ One: finished('1'), Two: finished('2') });
    await run(`# All\n\n## Start\n\n@a: One\n@b: Two\n\n## End\n\nwait`);
    expect(host.plans.at(-1)?.map(({ content }) => content)).toEqual(['Start', '@a: One', '@b: Two', 'End']);
    const seen = host.plans.map((plan) => plan.map(({ status }) => status[0]).join(''));
    expect(seen).toEqual(['pppp', 'ippp', 'iipp', 'iiip', 'ciii', 'ccci', 'cccc']);
  });
});

describe('waiting for agents', () => {
  it('[S5.9] waits for all of them but those in the background, and tells what each said', async () => {
    const { host, children, run } = prepare({ One: finished('All\n\n```\nfine'), Two: { state: 'finished' } });
    const text = `@a: One\n@b: Two\n\n${task('Watch', 'task background')}\n\nwait\n\nThe end.`;
    expect(await run(text)).toEqual({ kind: 'finished' });
    expect(waits(host)).toEqual([{ sessions: ['s1', 's2'], until: 'all' }]);
    expect(host.text).toBe(
      '**One** (@a): finished.\n\n> All\n> \n> ```\n> fine\n\n**Two** (@b): finished, without a word.\n\nThe end.\n\n',
    );
    expect(children.list.map(({ collected }) => collected)).toEqual([true, true, false]);
    expect(host.tools.at(-1)).toMatchObject({ title: 'Wait for 2 agents', kind: 'other', status: 'completed' });
  });

  it('[S5.9] a wait for the first leaves the others for the next wait', async () => {
    const { host, run, endings } = prepare({ Two: finished('two') });
    const answer = host.tool;
    host.tool = (request, signal) => {
      if (request.input['until'] === 'all') endings['One'] = finished('one');
      return answer(request, signal);
    };
    await run('@a: One\n@b: Two\n\nwait any\n\nbetween\n\nwait');
    expect(waits(host).map(({ sessions }) => sessions)).toEqual([['s1', 's2'], ['s1']]);
    expect(host.text).toMatch(/\*\*Two\*\*[\s\S]*between[\s\S]*\*\*One\*\*/);
  });

  it('[S5.9] a wait for some names them, or all of a fan-out, and an unknown name is said', async () => {
    const done = finished('ok');
    const { host, run } = prepare({ 'Tests 1': done, 'Tests 2': done, Watch: done });
    const text = `${task('t', 'task title=Tests count=2')}\n\n${task('Watch', 'task background')}\n\n@c: Other`;
    await run(`${text}\n\nwait for: tests, WATCH`);
    expect(waits(host)).toEqual([{ sessions: ['s1', 's2', 's3'], until: 'all' }]);
    expect(await run('@a: One\n\nwait for: Two')).toMatchObject({
      kind: 'stopped',
      why: expect.stringMatching(/“Two”.*“One”/),
    });
  });

  it.each([
    ['failed: No money', 'failed: No money'],
    ['stopped', 'stopped'],
    ['cut off when Skein was closed; send_to_agent lets it go on', 'cut off when Skein was closed'],
  ])(
    '[S5.9] one that %s stops the runbook after all answers, is not collected, and may be let go',
    async (state, words) => {
      const endings = { One: { state, reply: 'half' }, Two: finished('whole') };
      const { host, children, run } = prepare(endings);
      expect(await run('@a: One\n@b: Two\n\nwait')).toEqual({ kind: 'stopped', why: `**One** (@a): ${words}.` });
      expect(host.text).toContain(`**One** (@a): ${words}.\n\n> half`);
      expect(host.text).toContain('> whole');
      expect(children.list.map(({ collected }) => collected)).toEqual([false, true]);
      const tolerant = prepare(endings);
      expect(await tolerant.run(`${task('One', 'task allow-fail')}\n\nwait`)).toEqual({ kind: 'finished' });
      expect(tolerant.host.text).toContain(words);
    },
  );

  it('[S5.9] of a long answer the end is told', async () => {
    const { host, run } = prepare({ One: finished(`${'word '.repeat(2_000)}the end`) });
    await run('@a: One\n\nwait');
    expect(host.text).toMatch(/> … [\s\S]*the end\n\n$/);
    expect(host.text.length).toBeLessThan(2_100);
  });

  it('[S5.9] a wait that the app ends too early goes on, and shows how it stands', async () => {
    const { host, run, endings } = prepare();
    const answer = host.tool;
    const notes: unknown[] = [];
    let rounds = 0;
    host.tool = async (request, signal) => {
      if (request.tool === 'wait_for_agents') {
        await request.progress?.('1 of 1 at work');
        notes.push(host.tools.at(-1)?.content);
        rounds += 1;
        if (rounds === 3) endings['One'] = finished('at last');
      }
      return answer(request, signal);
    };
    expect(await run('@a: One\n\nwait')).toEqual({ kind: 'finished' });
    expect(rounds).toBe(3);
    expect(JSON.stringify(notes[0])).toContain('1 of 1 at work');
    expect(host.text).toContain('> at last');
  });

  it('[S5.9] a cancel ends the wait at once, and nothing counts as collected', async () => {
    const { host, cancel, children, run } = prepare();
    const answer = host.tool;
    const waiting = Promise.withResolvers<void>();
    host.tool = (request, signal) => {
      if (request.tool === 'spawn_agent') return answer(request, signal);
      waiting.resolve();
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(refuse('cancelled'))));
    };
    const end = run('@a: One\n\nwait\n\nafter');
    await waiting.promise;
    cancel.abort();
    expect(await end).toEqual({ kind: 'cancelled' });
    expect(host.tools.at(-1)).toMatchObject({ title: 'Wait for One', status: 'failed' });
    expect(children.list.map(({ collected }) => collected)).toEqual([false]);
    expect(host.text).toBe('');
  });

  it('[S5.9] without agents there is nothing to wait for', async () => {
    const { host, run } = prepare();
    expect(await run('wait')).toEqual({ kind: 'finished' });
    expect(host.text).toBe('There are no agents to wait for.\n\n');
    expect(host.requests).toEqual([]);
  });
});
