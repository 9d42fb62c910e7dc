import { expect, test } from 'vitest';
import { fitting, parseConfigOptions, parseModels, parseModes } from '../../main/agent/options.ts';
import { AGENT_OPTIONS_MAX, OFFERS_MAX } from '../../protocol/limits.ts';
import { isOffered } from '../../protocol/option.ts';

const only = (option: object) => parseConfigOptions({ configOptions: [option] })?.[0];
const offers = (option: ReturnType<typeof only>) => (option?.choice.kind === 'select' ? option.choice.offers : []);
const many = (count: number, chars = 1) =>
  Array.from({ length: count }, (_, index) => ({ value: `v${index}`, description: 'x'.repeat(chars) }));

test('[C35] a choice of one of several, in groups or not', () => {
  const select = { id: 'm', name: 'Model', description: 'Which', category: 'model', type: 'select', currentValue: 'a' };
  const [a, b] = [
    { value: 'a', name: 'A', description: 'the first' },
    { value: 'b', name: 'B' },
  ];
  expect(only({ ...select, options: [a, b] })).toEqual({
    id: 'm',
    name: 'Model',
    description: 'Which',
    category: 'model',
    choice: {
      kind: 'select',
      value: 'a',
      offers: [
        { value: 'a', name: 'A', description: 'the first', group: '' },
        { value: 'b', name: 'B', description: '', group: '' },
      ],
    },
    wanted: null,
  });
  const groups = [
    { group: 'g', name: 'Small', options: [a] },
    { group: 'h', options: [b] },
  ];
  expect(offers(only({ ...select, options: groups })).map(({ value, group }) => [value, group])).toEqual([
    ['a', 'Small'],
    ['b', 'h'],
  ]);
});

test('[C35] [C36] each kind of option is known by its category, and a switch by its type', () => {
  const category = (name: unknown) => only({ id: 'x', category: name, type: 'boolean', currentValue: true })?.category;
  expect(['mode', 'model', 'thought_level', 'model_config', 'dream', null].map(category)).toEqual([
    'mode',
    'model',
    'effort',
    'other',
    'other',
    'other',
  ]);
  expect(only({ id: 'x', type: 'boolean', currentValue: true })).toMatchObject({
    name: 'x',
    choice: { kind: 'switch', value: true },
  });
});

test('[C35] the older forms of modes and models', () => {
  const modes = { currentModeId: 'ask', availableModes: [{ id: 'ask', name: 'Ask', description: 'first' }, {}] };
  expect(parseModes({ modes })).toMatchObject({
    id: 'mode',
    category: 'mode',
    choice: { value: 'ask', offers: [{ value: 'ask', name: 'Ask', description: 'first' }] },
  });
  const models = { currentModelId: 'large', availableModels: [{ modelId: 'small', name: 'Small' }] };
  expect(parseModels({ models })).toMatchObject({
    id: 'model',
    category: 'model',
    choice: { value: 'large', offers: [{ value: 'small' }] },
  });
  expect([parseModes({ modes: null }), parseModels({})]).toEqual([undefined, undefined]);
});

test('[C35] odd options are left out, and no list is no news', () => {
  const odd = [
    null,
    {},
    { id: 'a', type: 'slider', currentValue: 3 },
    { id: 'b', type: 'boolean', currentValue: 'yes' },
    { id: 'c', type: 'select', currentValue: 4, options: [] },
    { id: 'd'.repeat(257), type: 'boolean', currentValue: true },
  ];
  expect(parseConfigOptions({ configOptions: odd })).toEqual([]);
  expect(only({ id: 'e', type: 'select', currentValue: 'v', options: 'none' })).toMatchObject({
    choice: { offers: [] },
  });
  for (const configOptions of [undefined, null, 'many']) expect(parseConfigOptions({ configOptions })).toBeUndefined();
});

test('[C35] lists have an end, and what holds stays among them', () => {
  const last = `v${OFFERS_MAX + 99}`;
  const option = only({ id: 'm', type: 'select', currentValue: last, options: many(OFFERS_MAX + 100) });
  expect(offers(option)).toHaveLength(OFFERS_MAX);
  expect(option && isOffered(option, last)).toBe(true);
  const options = Array.from({ length: 100 }, (_, index) => ({ id: `o${index}`, type: 'boolean', currentValue: true }));
  expect(parseConfigOptions({ configOptions: options })).toHaveLength(AGENT_OPTIONS_MAX);
});

test('[C35] all of them together fit into a head, the first of each id', () => {
  const wide = (id: string) => ({ id, type: 'select', currentValue: 'v0', options: many(OFFERS_MAX, 900) });
  const parsed = parseConfigOptions({
    configOptions: [wide('a'), wide('b'), wide('b'), { ...wide('c'), options: [] }],
  });
  expect(fitting(parsed ?? []).map(({ id }) => id)).toEqual(['a', 'c']);
  expect(fitting([...(parsed ?? []), ...(parsed ?? [])]).map(({ id }) => id)).toEqual(['a', 'c']);
});
