import { expect, test } from 'vitest';
import type { FormRequest } from '../../../protocol/form.ts';
import type { Head } from '../../../protocol/head.ts';
import { type RequestId, requestIdOf, sessionIdOf } from '../../../protocol/ids.ts';
import type { Item } from '../../../protocol/item.ts';
import type { PermissionRequest } from '../../../protocol/permission.ts';
import { textOf } from '../../../protocol/text.ts';
import { hear, type Told } from '../../../renderer/transcript/spoken.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../../support/arbitraries.ts';
import { emptyHead } from '../../support/history.ts';

const placed = (order: number) => ({ id: itemIdNumber(order), turn: turnIdNumber(0), order, at: 5 });
const reply = (order: number, text: string, endedAt: number | null = 9): Item => ({
  ...{ ...placed(order), kind: 'reply', text: textOf(text), endedAt },
});
const tool = (order: number, status: 'running' | 'done' | 'failed'): Item => ({
  ...{
    ...placed(order),
    kind: 'tool',
    title: `Tool ${order}`,
    tool: 'run',
    status,
    input: '',
    locations: [],
    parts: [],
  },
  endedAt: status === 'running' ? null : 9,
});
const failed: Item = {
  ...{ ...placed(90), kind: 'notice' },
  notice: {
    code: 'ended',
    outcome: { kind: 'failed', failure: { code: 'agent-error', message: 'Out of paper.', detail: '' } },
  },
};
const prompt: Item = { ...placed(80), kind: 'prompt', text: textOf('Do this') };
const thought: Item = { ...placed(81), kind: 'thought', text: textOf('Hm.'), endedAt: 9 };

/** A person who listens to what becomes of a conversation, and what they hear at each look. */
function listening() {
  let told: Told | null = null;
  return (items: readonly Item[], head: Partial<Head> = {}): readonly string[] => {
    const heard = hear(
      told,
      { head: { ...emptyHead, ...head }, window: { items, atStart: true } },
      'Ann',
      () => 'Fix parser',
    );
    told = heard.told;
    return heard.lines;
  };
}

test('[S3.7] each thing is read out once, when it has ended', () => {
  const look = listening();
  expect(look([])).toEqual([]);
  expect(look([prompt, thought, reply(82, 'one', null), tool(83, 'running')])).toEqual([]);
  expect(look([prompt, thought, reply(82, 'one two'), tool(83, 'running')])).toEqual(['Ann said: one two']);
  expect(look([reply(82, 'one two', null), tool(83, 'failed')])).toEqual(['Tool 83, Failed']);
  expect(look([reply(82, 'one two three'), tool(83, 'failed'), failed])).toEqual([
    'The agent answered with an error. What it wrote so far is kept. Out of paper.',
  ]);
});

test('[S5.8] what another session sends is read out by its name; a person knows what they said themselves', () => {
  const look = listening();
  look([]);
  const sent: Item = { ...prompt, id: itemIdNumber(82), order: 82, from: sessionIdOf(ulidOf(7)) };
  expect(look([prompt, sent])).toEqual(['Fix parser sent: Do this']);
});

test('[S3.7] what was there before, older pages, other branches and fetched history are not read out', () => {
  const look = listening();
  expect(look([reply(10, 'before')])).toEqual([]);
  expect(look([reply(8, 'older'), reply(9, 'older'), reply(10, 'before')])).toEqual([]);
  expect(look([reply(9, 'older'), reply(10, 'before')])).toEqual([]);
  expect(look([reply(8, 'older'), reply(9, 'older'), reply(10, 'before')])).toEqual([]);
  expect(look([reply(8, 'older'), reply(11, 'elsewhere')], { path: 1 })).toEqual([]);
  expect(look([reply(8, 'older'), reply(11, 'elsewhere'), reply(12, 'new')], { path: 1 })).toEqual(['Ann said: new']);
  const state = { kind: 'fetching' } as const;
  const origin = { agentSession: 'a', changedAt: 5, fetch: turnIdNumber(1), turns: 1, last: null, state };
  expect(look([reply(12, 'new'), reply(13, 'fetched')], { path: 1, origin })).toEqual([]);
});

test('[S3.7] of much that ends at once only the newest is read out, and of a long text its beginning', () => {
  const look = listening();
  look([]);
  const many = Array.from({ length: 9 }, (_, n) => tool(n, 'done'));
  expect(look(many)).toEqual(['Tool 5, Done', 'Tool 6, Done', 'Tool 7, Done', 'Tool 8, Done']);
  expect(look([...many, reply(10, 'x'.repeat(5_000))])[0]).toHaveLength(400);
});

const idOf = (n: number): RequestId => requestIdOf(ulidOf(n));
const permission = (n: number, command: string | null): PermissionRequest => ({
  ...{ id: idOf(n), turn: turnIdNumber(0), item: itemIdNumber(0), title: 'Write a file', command, folder: '/w' },
  ...{ options: [], at: n },
});
const form = (n: number, ask: FormRequest['ask']): FormRequest => ({
  ...{ id: idOf(n), turn: turnIdNumber(0), message: 'For the map.', ask, at: n },
});

test('[S3.7] whichever question is in front is read out once: who asks, and for what', () => {
  const look = listening();
  const run = permission(1, 'rm -r out');
  expect(look([reply(1, 'before')], { requests: [run] })).toEqual(['Ann wants to run a command: rm -r out']);
  const fields = { kind: 'fields', title: 'A place', help: null, fields: [] } as const;
  const link = { kind: 'link', url: 'https://example.com/' } as const;
  const write = permission(4, null);
  const forms = [form(2, fields), form(3, link)];
  expect(look([reply(1, 'before')], { requests: [run, write], forms })).toEqual([]);
  expect(look([reply(1, 'before')], { requests: [write], forms })).toEqual(['Ann asks you: A place For the map.']);
  expect(look([reply(1, 'before'), tool(2, 'done')], { requests: [write], forms: forms.slice(1) })).toEqual([
    'Tool 2, Done',
    'Ann wants you to open this address: For the map. https://example.com/',
  ]);
  expect(look([reply(1, 'before'), tool(2, 'done')], { requests: [write], path: 1 })).toEqual([
    'Ann asks for permission: Write a file',
  ]);
  expect(look([reply(1, 'before')], { requests: [write], path: 2 })).toEqual([]);
});
