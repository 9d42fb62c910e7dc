import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mentionOfPath } from '../../../protocol/mentions.ts';
import { commandBegun, triggerAt } from '../../../renderer/completion/trigger.ts';

/** The caret is where the bar stands; what would be replaced is put into brackets. */
function at(marked: string): string | null {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const trigger = triggerAt(text, caret);
  if (!trigger) return null;
  const { kind, query, from, to } = trigger;
  return `${kind} ${query}: ${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`;
}

describe('what is offered for', () => {
  test.each([
    ['/|', 'command : [/]'],
    ['/re|', 'command re: [/re]'],
    ['/re|view now', 'command re: [/review] now'],
    ['see /re|', null],
    ['\n/re|', null],
    ['/review |', null],
    ['@|', 'mention : [@]'],
    ['see @src/a|', 'mention src/a: see [@src/a]'],
    ['see (@s|rc/a.ts) now', 'mention s: see ([@src/a.ts]) now'],
    ['one\n@a|, b', 'mention a: one\n[@a], b'],
    ['me@a|', null],
    ['@a |', null],
    ['see @"my f|ile.ts" now', 'mention my f: see [@"my file.ts"] now'],
    ['see @"my f| and on', 'mention my f: see [@"my f] and on'],
    ['@"done"|', null],
    ['|@a', null],
  ])('[S4.4] %j', (marked, expected) => {
    expect(at(marked)).toBe(expected);
  });

  test('[S4.4] any mention that was offered is one word, whatever stands around it', () => {
    const path = fc.string({ unit: fc.constantFrom('a', '/', '.', ' ', '"', '\\', '-'), minLength: 1 });
    fc.assert(
      fc.property(path, (one) => {
        const mention = mentionOfPath(one);
        const inside = triggerAt(`see ${mention}, now`, 4 + mention.length - (mention.endsWith('"') ? 1 : 0));
        if (mention.startsWith('@"')) expect(inside).toMatchObject({ query: one, from: 4, to: 4 + mention.length });
        else expect(inside).toMatchObject({ query: one, from: 4 });
      }),
    );
  });
});

test('[S4.4] the hint of a command stands until something is written behind it', () => {
  expect(commandBegun('/plan ')).toBe('plan');
  for (const text of ['/plan', '/plan a', ' /plan ', '/plan  ', '/plan\n', '/ ']) expect(commandBegun(text)).toBeNull();
});
