import { expect, test } from 'vitest';
import { Looks } from '../../main/attention/looks.ts';
import type { SessionId } from '../../protocol/ids.ts';

const [ONE, TWO] = ['se-1' as SessionId, 'se-2' as SessionId];

test('[S4.6] a session is looked at while a window that shows it is there and in front', () => {
  const open = new Set(['a', 'b']);
  const looks = new Looks((stream) => open.has(stream));
  looks.look('a', ONE);
  looks.look('b', ONE);
  looks.look('a', TWO);
  expect([looks.has(ONE), looks.has(TWO)]).toEqual([true, true]);
  looks.look('b', null);
  expect([looks.has(ONE), looks.has(TWO)]).toEqual([false, true]);
  open.delete('a');
  expect(looks.has(TWO)).toBe(false);
});

test('[S4.6] a window that is gone, or never was, looks at nothing', () => {
  const looks = new Looks(() => false);
  looks.look('gone', ONE);
  expect(looks.has(ONE)).toBe(false);
});
