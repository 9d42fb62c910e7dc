import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CustomAgent } from '../../../protocol/agent.ts';
import { AgentId } from '../../../protocol/ids.ts';
import { type AgentFields, EMPTY_FIELDS, fieldsOf, parseFields } from '../../../renderer/settings/agent-fields.ts';
import { words } from '../../../renderer/words/words.ts';
import { seed } from '../../support/arbitraries.ts';

const FIELDS: AgentFields = { ...EMPTY_FIELDS, handle: 'my-agent', command: 'agent' };
const refusal = (change: Partial<AgentFields>) => {
  const parsed = parseFields({ ...FIELDS, ...change });
  return parsed.ok ? undefined : parsed.refusal;
};

/** What fits on one line of a form: anything but a line end, and not only blanks. */
const line = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\n') && text.trim() !== '');
const secret = (name: string) => ({ id: 0, name, value: '' });
const agent: fc.Arbitrary<CustomAgent> = fc.record(
  {
    id: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/).map((id) => AgentId.parse(id)),
    name: line.map((text) => text.trim()),
    command: line.map((text) => text.trim()),
    args: fc.array(line, { maxLength: 5 }),
    env: fc.dictionary(
      fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]*$/),
      fc.string().filter((text) => !/[\n\r\u2028\u2029]/.test(text)),
      {
        maxKeys: 5,
        noNullPrototype: true,
      },
    ),
    turnsPerFolder: fc.integer({ min: 1, max: 16 }),
    concurrentPrompts: fc.constant(true),
    nativeSubagents: fc.constant(true),
    secrets: fc.uniqueArray(fc.stringMatching(/^SECRET_[A-Z]{1,9}$/), { minLength: 1, maxLength: 16 }),
  },
  { requiredKeys: ['id', 'name', 'command', 'args', 'env'] },
);

test(`[S2.6] an agent that is shown in the form and saved unchanged stays what it is (seed ${seed})`, () => {
  fc.assert(
    fc.property(agent, (saved) => {
      expect(parseFields(fieldsOf(saved))).toEqual({ ok: true, value: saved });
    }),
    { seed },
  );
});

test('[S2.6] what a person types loosely is understood', () => {
  const typed = {
    handle: ' @my-agent ',
    name: ' ',
    command: ' agent ',
    args: '--acp\n\n  two words "quoted"\n',
    env: '\nA=1=2\n_b=\n',
    turnsPerFolder: ' 3 ',
    concurrentPrompts: true,
    nativeSubagents: true,
    secrets: [
      { id: 0, name: ' KEY ', value: 'typed' },
      { id: 1, name: ' ', value: '' },
    ],
  };
  expect(parseFields(typed)).toEqual({
    ok: true,
    value: {
      id: 'my-agent',
      name: 'my-agent',
      command: 'agent',
      args: ['--acp', '  two words "quoted"'],
      env: { A: '1=2', _b: '' },
      turnsPerFolder: 3,
      concurrentPrompts: true,
      nativeSubagents: true,
      secrets: ['KEY'],
    },
  });
});

test('[S2.6] each field that cannot be saved has its own sentence', () => {
  expect(refusal({})).toBeUndefined();
  for (const handle of ['', '@', 'Agent', '1st', 'a b', 'a'.repeat(33)])
    expect(refusal({ handle })).toBe(words().badHandle);
  for (const command of ['', '  ']) expect(refusal({ command })).toBe(words().badCommand);
  expect(refusal({ name: 'n'.repeat(65) })).toBe(words().badName);
  for (const env of ['NAME', '=value', '1A=b', 'A B=c']) expect(refusal({ env })).toBe(words().badEnvironment(env));
  expect(refusal({ env: 'A=1\nB' })).toBe(words().badEnvironment('B'));
  for (const turnsPerFolder of ['0', '17', '1.5', 'two'])
    expect(refusal({ turnsPerFolder })).toBe(words().badTurnsPerFolder(16));
  expect(refusal({ secrets: [secret('1st')] })).toBe(words().badSecretName(16));
  expect(refusal({ secrets: [{ ...secret(' '), value: 'typed' }] })).toBe(words().badSecretName(16));
  expect(refusal({ secrets: [secret('')] })).toBeUndefined();
  expect(refusal({ secrets: [secret('A'), secret('A')] })).toBe(words().secretTwice('A'));
  expect(refusal({ env: 'A=1', secrets: [secret('A')] })).toBe(words().secretTwice('A'));
});

test('[S2.6] an argument, a command or a value that is too long is not blamed on the name', () => {
  for (const change of [
    { args: 'a'.repeat(8193) },
    { args: 'a\n'.repeat(65) },
    { command: 'c'.repeat(4097) },
    { env: `A=${'v'.repeat(32_769)}` },
  ]) {
    expect(refusal(change)).not.toBe(words().badName);
    expect(refusal(change)).toBeTypeOf('string');
  }
});
