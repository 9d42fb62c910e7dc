import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findMentions, mentionOfPath, mentionOfSession } from '../../protocol/mentions.ts';
import { sessionIdNumber } from '../support/arbitraries.ts';

const targets = (text: string) =>
  findMentions(text).map(({ of }) => (of.kind === 'path' ? of.path : `session ${of.id}`));
const SESSION = sessionIdNumber(7);

describe('what a text mentions', () => {
  test.each([
    ['a path at the start', '@src/a.ts says', ['src/a.ts']],
    ['several, over lines and in brackets', 'see @a.ts\n(@b.ts) and [@c.ts]', ['a.ts', 'b.ts', 'c.ts']],
    ['no more of a sentence than the path', 'Is it @a.ts? Or @b.ts, or @c/d.\n@e！', ['a.ts', 'b.ts', 'c/d', 'e']],
    ['names that begin with a dot', '@.env @./x @../y', ['.env', './x', '../y']],
    ['what stands in quotes', '@"my file.ts" @"a \\"b\\" \\\\c"', ['my file.ts', 'a "b" \\c']],
    ['a session', `as in @session:${SESSION}.`, [`session ${SESSION}`]],
    ['a path that only looks like a session', '@session:x', ['session:x']],
    ['nothing in an address', 'write to me@example.com or a@b', []],
    ['nothing in a lone sign, or an open quote', '@ @@ @"a\nb" 3 @ 4 @"', []],
  ])('[S4.4] %s', (_what, text, expected) => {
    expect(targets(text)).toEqual(expected);
  });

  test('[S4.4] is found where it stands', () => {
    const text = 'a @b.ts, @"c d" @e';
    expect(findMentions(text).map(({ from, to }) => text.slice(from, to))).toEqual(['@b.ts', '@"c d"', '@e']);
  });
});

const path = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !/[\r\n\u2028\u2029]/u.test(one));
const around = fc.constantFrom('', ' ', 'see ', '(', '\n', 'and then: ');
const behind = fc.constantFrom('', ' ', '\n', ' and more', ' "quoted"', ' @other');

test('[S4.4] any path is found again as it was written, whatever stands around it', () => {
  fc.assert(
    fc.property(around, path, behind, (before, one, after) => {
      const [found] = findMentions(`${before}${mentionOfPath(one)}${after}`);
      expect(found?.of).toEqual({ kind: 'path', path: one });
      expect(found?.from).toBe(before.length);
      expect(found && found.to - found.from).toBe(mentionOfPath(one).length);
    }),
  );
});

test('[S4.4] any session is found again', () => {
  const [found] = findMentions(`see ${mentionOfSession(SESSION)}`);
  expect(found?.of).toEqual({ kind: 'session', id: SESSION });
});

test('[S4.4] any text is read without end or error, and its mentions lie in order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('@', '"', '\\', ' ', 'a', '.', '(', '\n', 'session:', SESSION)), (parts) => {
      const text = parts.join('');
      let end = 0;
      for (const { from, to } of findMentions(text)) {
        expect(from).toBeGreaterThanOrEqual(end);
        expect(to).toBeGreaterThan(from);
        expect(text[from]).toBe('@');
        end = to;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
});
