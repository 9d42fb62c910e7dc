import { describe, expect, test } from 'vitest';
import type { Shape } from '../../main/agent/shape.ts';
import { translate } from '../../main/agent/translate.ts';
import { LOCATIONS_MAX, PLAN_ENTRIES_MAX, TOOL_INPUT_CHARS_MAX, TOOL_PARTS_MAX } from '../../protocol/limits.ts';

const unknown: string[] = [];
const context = {
  now: () => 0,
  terminal: (id: string) => ({ command: `command of ${id}`, folder: '/work' }),
  unknown: (kind: string) => void unknown.push(kind),
};
const news = (sessionUpdate: string, fields: Shape = {}) => translate({ sessionUpdate, ...fields }, context);
const change = (fields: Shape) => {
  const [update] = news('tool_call_update', { toolCallId: 'c', ...fields });
  if (update?.type !== 'tool') throw new Error('Not a tool');
  return update.change;
};

describe('text', () => {
  test('[S2.5] replies and thoughts, with the id of their message', () => {
    const content = { type: 'text', text: 'hi' };
    expect(news('agent_message_chunk', { content, messageId: 'm' })).toEqual([
      { type: 'text', of: 'reply', message: 'm', text: 'hi' },
    ]);
    expect(news('agent_thought_chunk', { content })).toEqual([
      { type: 'text', of: 'thought', message: null, text: 'hi' },
    ]);
  });

  test('[S2.5] what is no text is named', () => {
    const shown = (content: Shape) => news('agent_message_chunk', { content })[0];
    expect(shown({ type: 'image', mimeType: 'image/png', data: '…' })).toMatchObject({ text: '[image: image/png]' });
    expect(shown({ type: 'resource_link', name: 'log', uri: 'file:///l' })).toMatchObject({ text: '[log](file:///l)' });
  });
});

describe('tools', () => {
  test('[S2.5] the first mention and later news say the same, whichever the agent calls it', () => {
    const fields = {
      toolCallId: 'c',
      title: 'Run it',
      kind: 'execute',
      status: 'in_progress',
      rawInput: { command: 'ls' },
      locations: [{ path: '/a', line: 3 }, { path: '/b' }],
    };
    const expected = {
      type: 'tool',
      call: 'c',
      change: {
        title: 'Run it',
        tool: 'run',
        status: 'running',
        input: '{\n  "command": "ls"\n}',
        locations: [
          { path: '/a', line: 3 },
          { path: '/b', line: null },
        ],
      },
    };
    expect(news('tool_call', fields)).toEqual([expected]);
    expect(news('tool_call_update', fields)).toEqual([expected]);
  });

  test('[S2.5] absent, null and wrong fields leave everything as it was', () => {
    expect(change({})).toEqual({});
    expect(change({ title: null, status: null, content: null, locations: null, rawInput: null })).toEqual({});
    expect(change({ title: 7, status: 'odd', content: 'text', locations: {}, kind: 3 })).toEqual({});
    expect(news('tool_call', { title: 'no id' })).toEqual([]);
  });

  test('[S2.5] kinds of other versions are other', () => {
    expect(change({ kind: 'switch_mode' })).toEqual({ tool: 'other' });
    expect(change({ kind: 'telepathy' })).toEqual({ tool: 'other' });
  });

  test('[S2.5] text, diffs and terminals are shown; what is odd among them is left out', () => {
    const content = [
      { type: 'content', content: { type: 'text', text: 'done' } },
      null,
      { type: 'hologram' },
      { type: 'diff', path: '/a', oldText: 'a\n', newText: 'b\n' },
      { type: 'terminal', terminalId: 't1' },
      { type: 'diff', newText: 'nowhere' },
    ];
    expect(change({ content }).content).toMatchObject([
      { type: 'text', text: 'done' },
      { type: 'diff', path: '/a', change: 'edited', added: 1, removed: 1 },
      { type: 'terminal', terminal: 't1', command: 'command of t1', folder: '/work' },
    ]);
  });

  test('[S2.5] lists and inputs have an end', () => {
    const many = Array.from({ length: 1_000 }, () => ({
      path: '/a',
      type: 'content',
      content: { type: 'text', text: '' },
    }));
    const bounded = change({ rawInput: 'x'.repeat(1_000_000), locations: many, content: many });
    expect(bounded.input).toHaveLength(TOOL_INPUT_CHARS_MAX);
    expect(bounded.locations).toHaveLength(LOCATIONS_MAX);
    expect(bounded.content).toHaveLength(TOOL_PARTS_MAX);
  });

  test('[S2.5] output beside the protocol is shown though the tool never showed its terminal', () => {
    const _meta = { terminal_output_delta: { terminal_id: 't', data: 'hello' } };
    expect(news('tool_call_update', { toolCallId: 'c', status: 'completed', _meta })).toMatchObject([
      { type: 'tool', call: 'c', change: { content: [{ type: 'terminal', terminal: 't' }] } },
      { type: 'output', call: 'c', terminal: 't', text: 'hello' },
      { type: 'tool', call: 'c', change: { status: 'done' } },
    ]);
  });

  test('[S5.1] what a tool of a server answered is shown, also by agents that say it in its raw form alone', () => {
    const rawOutput = { result: { content: [{ type: 'text', text: '{"done":true}' }], _meta: null }, error: null };
    const update = { toolCallId: 'c', status: 'completed', rawOutput };
    const shown = [{ type: 'text', text: '{"done":true}' }];
    expect(news('tool_call_update', update)).toMatchObject([{ change: { status: 'done', content: shown } }]);
    const content = [{ type: 'content', content: { type: 'text', text: 'Done' } }];
    expect(news('tool_call_update', { ...update, content })).toMatchObject([
      { change: { content: [{ type: 'text', text: 'Done' }] } },
    ]);
    for (const other of [{ stdout: 'x' }, 'text', null, { result: 'text' }]) {
      expect(news('tool_call_update', { ...update, rawOutput: other })).toEqual([
        { type: 'tool', call: 'c', change: { status: 'done' } },
      ]);
    }
  });

  test('[S2.5] output that an agent sends beside the protocol is output of its terminal', () => {
    const _meta = {
      terminal_output_delta: { terminal_id: 't', data: 'hello' },
      terminal_exit: { terminal_id: 't', exit_code: 3 },
    };
    expect(news('tool_call_update', { toolCallId: 'c', _meta }).slice(1)).toEqual([
      { type: 'output', call: 'c', terminal: 't', text: 'hello' },
      { type: 'exit', call: 'c', terminal: 't', exit: { code: 3, signal: null } },
    ]);
  });
});

describe('the rest', () => {
  test('[S2.5] plans', () => {
    const entries = [
      { content: 'one', status: 'completed', priority: 'high' },
      { content: 'two', status: 'in_progress', priority: 'odd' },
      {},
    ];
    expect(news('plan', { entries })).toEqual([
      {
        type: 'plan',
        entries: [
          { text: 'one', status: 'done', priority: 'high' },
          { text: 'two', status: 'running', priority: 'medium' },
          { text: '', status: 'pending', priority: 'medium' },
        ],
      },
    ]);
    const [plan] = news('plan', { entries: Array.from({ length: 1_000 }, () => ({})) });
    expect(plan).toMatchObject({ entries: { length: PLAN_ENTRIES_MAX } });
  });

  test('[S2.5] usage, titles and notices', () => {
    expect(news('usage_update', { used: 5, size: 10, cost: { amount: 0.5, currency: 'USD' } })).toEqual([
      { type: 'usage', usage: { usedTokens: 5, sizeTokens: 10, cost: { amount: 0.5, currency: 'USD' } } },
    ]);
    expect(news('usage_update', { used: -1, size: 10 })).toEqual([]);
    expect(news('session_info_update', { title: ' Fix\n the  bug ' })).toEqual([
      { type: 'title', title: 'Fix the bug' },
    ]);
    expect(news('session_info_update', { _meta: {} })).toEqual([]);
    const handover = 'This is the conversation so far, for context. Go on from it.\n\nYou asked …';
    expect(news('session_info_update', { title: handover })).toEqual([]);
    expect(news('notice', { severity: 'warning', title: 'Careful', description: 'Why' })).toEqual([
      { type: 'notice', level: 'warning', text: 'Careful\nWhy' },
    ]);
  });

  test('[S2.5] unknown updates mean nothing and are named for the log', () => {
    expect(news('dream_update', { content: 1 })).toEqual([]);
    expect(translate({}, context)).toEqual([]);
    expect(unknown).toEqual(['dream_update', '']);
    expect(news('available_commands_update')).toEqual([]);
    expect(unknown).toHaveLength(2);
  });
});
