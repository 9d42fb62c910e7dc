import { expect, test } from 'vitest';
import { Attribution } from '../../main/session/attribution.ts';
import type { AgentUpdate } from '../../main/session/update.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { itemIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { emptyState } from '../support/history.ts';

/** A session whose agent speaks through `say`, and what its transcript becomes. */
function start() {
  let items = 0;
  let state: SessionState = emptyState;
  const attribution = new Attribution({
    newItemId: () => itemIdNumber(items++),
    now: () => 9,
    lastOrder: () => undefined,
    orders: new Map(),
  });
  const apply = (events: readonly SessionEvent[]) => {
    state = reduceAll(state, events);
  };
  const say = (
    turn: number,
    update: Extract<AgentUpdate, { type: 'text' | 'tool' | 'output' | 'exit' }>,
    over = false,
  ) => {
    const place = { id: turnIdNumber(turn), index: turn, over };
    if (update.type === 'text') apply(attribution.text(update, place));
    else if (update.type === 'tool') apply(attribution.tool(update.call, update.change, place));
    else if (update.type === 'output') apply(attribution.output(update, place));
    else apply(attribution.exit(update));
  };
  return { say, attribution, items: () => state.window.items };
}

const reply = (text: string, message: string | null = null) => ({ type: 'text', of: 'reply', message, text }) as const;
const thought = (text: string) => ({ type: 'text', of: 'thought', message: null, text }) as const;
const tool = (call: string, change = {}) => ({ type: 'tool', call, change: { title: call, ...change } }) as const;

const brief = (items: readonly Item[]) =>
  items.map((item) => {
    if (item.kind === 'tool') return `tool ${item.title}`;
    return item.kind === 'notice' ? 'notice' : `${item.kind} ${item.text.head}`;
  });

test('[B22] text goes on in its item until something else is said; then it begins a new one', () => {
  const { say, items } = start();
  say(0, thought('Hm'));
  say(0, thought('m.'));
  say(0, reply('I will '));
  say(0, reply('look.'));
  say(0, tool('ls'));
  say(0, reply('Done.'));
  expect(brief(items())).toEqual(['thought Hmm.', 'reply I will look.', 'tool ls', 'reply Done.']);
});

test('[B22] a message that the agent names keeps its item across a tool', () => {
  const { say, items } = start();
  say(0, reply('One, ', 'm1'));
  say(0, tool('ls'));
  say(0, reply('two.', 'm1'));
  say(0, reply('Three.', 'm2'));
  expect(brief(items())).toEqual(['reply One, two.', 'tool ls', 'reply Three.']);
});

test('[B22] a late word goes on in the last item of its own kind and turn, which is closed again', () => {
  const { say, attribution, items } = start();
  say(0, reply('Almost'));
  say(0, tool('ls'));
  attribution.turnEnded(turnIdNumber(0));
  say(0, reply(' done.'), true);
  expect(brief(items())).toEqual(['reply Almost done.', 'tool ls']);
  expect(items()[0]).toMatchObject({ endedAt: 9 });
});

test('[B21] a late update of a call finds its card, though a newer turn is running', () => {
  const { say, attribution, items } = start();
  say(0, tool('ls'));
  attribution.turnEnded(turnIdNumber(0));
  say(1, reply('Next'));
  say(1, tool('ls', { status: 'done' }));
  expect(items()).toMatchObject([
    { kind: 'tool', turn: turnIdNumber(0), status: 'done' },
    { kind: 'reply', turn: turnIdNumber(1) },
  ]);
});

test('[B23] an update for a call that was never announced makes its card', () => {
  const { say, items } = start();
  say(0, tool('write', { status: 'running' }));
  say(0, { type: 'tool', call: 'write', change: { status: 'done' } });
  expect(items()).toMatchObject([{ kind: 'tool', title: 'write', status: 'done', endedAt: 9 }]);
});

test('[B24] a tool that ended is open again while its terminal still speaks', () => {
  const { say, items } = start();
  const content = [{ type: 'terminal', terminal: 't1', command: 'serve', folder: '/src' }] as const;
  say(0, tool('serve', { content }));
  say(0, { type: 'tool', call: 'serve', change: { status: 'done' } });
  say(0, { type: 'output', call: 'serve', terminal: 't1', text: 'listening' });
  expect(items()).toMatchObject([{ endedAt: null, parts: [{ text: { head: 'listening' }, exit: null }] }]);
  say(0, { type: 'exit', call: 'serve', terminal: 't1', exit: { code: 0, signal: null } });
  expect(items()).toMatchObject([{ endedAt: 9, parts: [{ exit: { code: 0 } }] }]);
});

test('[B24] output that comes when the turn is over is taken in, and leaves nothing open that nobody would end', () => {
  const { say, items } = start();
  const content = [{ type: 'terminal', terminal: 't1', command: 'serve', folder: '/src' }] as const;
  say(0, tool('serve', { content }));
  say(0, { type: 'tool', call: 'serve', change: { status: 'done' } });
  for (const text of ['late ', 'words']) say(0, { type: 'output', call: 'serve', terminal: 't1', text }, true);
  expect(items()).toMatchObject([{ endedAt: 9, parts: [{ text: { head: 'late words' } }] }]);
});

test('[B23] text that a tool shows again, grown, is appended; text that was replaced starts anew', () => {
  const { say, items } = start();
  const show = (text: string) => say(0, tool('ls', { content: [{ type: 'text', text }] }));
  const shown = () => items()[0]?.kind === 'tool' && items()[0];
  show('a\n');
  const first = shown();
  show('a\nb\n');
  expect(shown()).toMatchObject({ parts: [{ type: 'text', key: '0.0', text: { head: 'a\nb\n' } }] });
  show('c\n');
  expect(shown()).toMatchObject({ parts: [{ type: 'text', key: '0.1', text: { head: 'c\n' } }] });
  expect(first).toMatchObject({ parts: [{ text: { head: 'a\n' } }] });
});
