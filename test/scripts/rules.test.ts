import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allRules, parseTable } from '../../scripts/rules/table.ts';
import { printed, problemsOf, tallyOf } from '../../scripts/rules/tally.ts';
import { readTitles, rulesNamed } from '../../scripts/rules/titles.ts';
import { mutated, staleIn, trialsOf } from '../../scripts/rules/trials.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const named = (...ids: readonly string[]) => ids.map((id) => `[${id}]`).join(' ');
const row = (id: string, disposition = 'as written', mutation = '') =>
  `| ${id} | ${disposition} | It holds | ${mutation} |`;
/** Every rule once, but for those that are replaced by other lines. */
const tableWith = (lines: Readonly<Record<string, readonly string[]>> = {}) =>
  parseTable(
    allRules()
      .flatMap((id) => lines[id] ?? [row(id)])
      .join('\n'),
  );

test('[S3.9] every rule has exactly one disposition, and titles name only rules that exist', () => {
  const table = parseTable(readFileSync(join(ROOT, 'test', 'RULES.md'), 'utf8'));
  expect(problemsOf(table, readTitles(ROOT))).toEqual([]);
  expect(table.rules.map((rule) => rule.id)).toEqual(allRules());
  expect(staleIn(ROOT, table.rules)).toEqual([]);
});

test('[S3.9] each row says what became of its rule and how a test of it is made to fail', () => {
  const text = [
    '| rule | disposition | holds here as | mutation |',
    '|---|---|---|---|',
    row('C1', 'restated', 'main/a-b.ts: `x \\|\\| y` → `x`'),
    row('C2', 'later (step 4)'),
    'Prose about C3 | and bars |',
  ].join('\n');
  expect(parseTable(text)).toEqual({
    problems: [],
    rules: [
      {
        id: 'C1',
        disposition: { kind: 'restated' },
        sentence: 'It holds',
        mutation: { file: 'main/a-b.ts', before: 'x || y', after: 'x' },
      },
      { id: 'C2', disposition: { kind: 'later', step: 4 }, sentence: 'It holds', mutation: null },
    ],
  });
});

test.each([
  ['an unknown disposition', row('C1', 'maybe')],
  ['a step that is missing', row('C1', 'later')],
  ['no sentence', '| C1 | restated | | |'],
  ['a bar that is not escaped', row('C1', 'restated', 'main/a.ts: `x | y` → `x`')],
  ['a mutation without an arrow', row('C1', 'restated', 'main/a.ts: `x`')],
])('[S3.9] a row with %s is a problem of its own and no rule', (_, line) => {
  const table = tableWith({ C1: [line] });
  expect(problemsOf(table, new Map())).toEqual([expect.stringMatching(/^C1: /)]);
});

test('[S3.9] a rule without a row, with two, and one that does not exist are found', () => {
  const table = tableWith({ C1: [], B2: [row('B2'), row('B2', 'restated')], X7: [row('X7'), row('X8')] });
  const titles = new Map([
    ['S2.4', ['test/a.test.ts']],
    ['G42', ['test/b.test.ts']],
    ['C3', ['test/c.test.ts']],
  ]);
  expect(problemsOf(table, titles)).toEqual([
    'C1 has no row',
    'B2 has more than one row',
    'there is no rule X8, but a row',
    'there is no rule G42, but a title in test/b.test.ts',
  ]);
});

test('[S3.9] titles are found whatever their quotes, with all the rules that they begin with', () => {
  const source = [
    `test('${named('C66')} one', () => {});`,
    `test(\`${named('S2.7', 'C47')} two (seed \${seed})\`, () => {});`,
    `  ])("${named('C66')} %s", () => {});`,
    `test('later in a title ${named('C1')}', () => list${named('B1')});`,
  ].join('\n');
  expect(rulesNamed(source)).toEqual(['C66', 'S2.7', 'C47']);
});

test('[S3.9] a rule is proved when a title names it, else it is what its row says', () => {
  const table = tableWith({
    X1: [row('X1', 'restated')],
    X3: [row('X3', 'later (step 4)')],
    X4: [row('X4', 'not applicable')],
  });
  const tallies = tallyOf(table.rules, new Map([['X1', ['test/a.test.ts']]]));
  expect(tallies.at(-1)).toEqual({
    part: 'X',
    proved: ['X1'],
    missing: ['X2', 'X5', 'X6', 'X7'],
    later: ['X3'],
    notApplicable: ['X4'],
  });
  expect(printed(tallies).split('\n').at(-1)).toBe('Missing in X: X2 X5 X6 X7');
});

test('[S3.9] a mutation is made where its text is there exactly once', () => {
  const mutation = { file: 'a.ts', before: 'b', after: '$&c' };
  expect(mutated('abd', mutation)).toBe('a$&cd');
  expect(mutated('abb', mutation)).toBeUndefined();
  expect(mutated('ad', mutation)).toBeUndefined();
});

test('[S3.9] a mutation is tried on the unit tests that name its rule, and not on end-to-end specs', () => {
  const noted = 'main/a.ts: `x` → `y`';
  const { rules } = tableWith({ C1: [row('C1', 'restated', noted)], C2: [row('C2', 'restated', noted)] });
  const titles = new Map([['C1', ['test/a.test.ts', 'test/e2e/a.spec.ts']]]);
  const mutation = { file: 'main/a.ts', before: 'x', after: 'y' };
  expect(trialsOf(rules, titles, undefined)).toEqual([
    { rule: 'C1', mutation, tests: ['test/a.test.ts'] },
    { rule: 'C2', mutation, tests: [] },
  ]);
  expect(trialsOf(rules, titles, 'C2').map((trial) => trial.rule)).toEqual(['C2']);
});
