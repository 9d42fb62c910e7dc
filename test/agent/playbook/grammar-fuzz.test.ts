import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseInvocation } from '../../../main/agent/playbook/invocation.ts';
import { parseRunbook, type Step, whyUnfit } from '../../../main/agent/playbook/runbook.ts';
import { FAN_OUT_MAX } from '../../../main/agent/playbook/task.ts';

const RUNS = 400;

/** Lines that mean something, alone or among others. */
const LINES = [
  ...[
    '',
    '',
    '  ',
    '# Title',
    '## Part',
    'Some words.',
    'ask @codex: now',
    '- item',
    '1. item',
    '> Why: so',
    '> quote',
  ],
  ...[
    '@codex: do it',
    '@codex:',
    '  more of it',
    '\tand more',
    '    @codex: shown',
    '- @codex: told',
    '  @codex: told',
  ],
  ...[
    'wait',
    'wait any',
    'wait for: do it, x',
    'wait for:',
    'wait 2s',
    '---',
    '| a | b |',
    '| --- | --- |',
    '***',
    '\\',
  ],
  ...['```', '````', '~~~', '```sh', '```sh tell', '```task', '````task agent=@codex', '```task each="a, {{item}}"'],
  ...['```task count=2 title="{{item}}"', '```task count=99999999', '```task title="', '   ```task', '```md file=a.md'],
  ...['<b>', '<div>', '{{item}}', '"', 'x=y', '&amp; &lt;', '[a]: b', '[a](b', '**bold', '\u2028', '😀', '\ud800'],
];
const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: 'grapheme' }) },
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 400, unit: 'binary' }) },
);

/** As Markdown reads it: one kind of line end. */
const plain = (source: string) => source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
const spawns = (steps: readonly Step[]) => steps.filter((step) => step.kind === 'spawn');

it('[S5.9] any text is read as steps, and prose stays as it was written', () => {
  fc.assert(
    fc.property(text, (source) => {
      const { steps, entries } = parseRunbook(source);
      whyUnfit(source, { title: null, entries, steps });
      parseInvocation(source);
      if (/<!--/.test(source)) return;
      const words = plain(source).replace(/\s+/g, ' ');
      for (const step of steps) {
        if (step.kind !== 'prose' || /^(?:- |\d+\. )/.test(step.text)) continue;
        expect(words).toContain(step.text.replace(/\s+/g, ' ').trim());
      }
    }),
    { numRuns: RUNS },
  );
});

it('[S5.9] no text starts an agent but a handle at the start of a line, and a task block', () => {
  fc.assert(
    fc.property(text, (source) => {
      const started = spawns(parseRunbook(source).steps);
      const lines = plain(source).split('\n');
      const handles = lines.filter((one) => /^@[a-z][\w-]*:(?:\s|$)/i.test(one)).length;
      const blocks = lines.filter((one) => /^\s*(?:[-*+>]|\d+[.)])*\s*(?:`{3,}|~{3,})\s*task/i.test(one)).length;
      expect(started.length).toBeLessThanOrEqual(handles + blocks * FAN_OUT_MAX);
      for (const step of started) expect(step.kind === 'spawn' && step.task.text.trim()).not.toBe('');
    }),
    { numRuns: RUNS },
  );
});

it('[S5.9] words without a mark in them are one piece of prose, to the letter', () => {
  const word = fc.stringMatching(/^[a-z@:]{1,8}$/).filter((one) => !one.startsWith('@') && one !== 'wait');
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 40 }), (words) => {
      const prose = `Words ${words.join(' ')}`;
      expect(parseRunbook(prose).steps).toEqual([{ kind: 'prose', text: prose }]);
    }),
    { numRuns: RUNS },
  );
});
