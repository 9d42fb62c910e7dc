import { expect, test } from 'vitest';
import { Output } from '../../main/agent/output.ts';

test('[S2.5] the end of the output is kept, in whole characters', () => {
  const output = new Output(10);
  output.push('äöüäöü'); // two bytes each
  expect(output.read()).toEqual({ text: 'öüäöü', truncated: true });
  const odd = new Output(3);
  odd.push('aäö');
  expect(odd.read()).toEqual({ text: 'ö', truncated: true });
});

test('[S2.5] a flood is cut as it comes, byte by byte too', () => {
  const output = new Output(8_192);
  for (let index = 0; index < 200_000; index += 1) output.push(String(index % 10));
  const { text, truncated } = output.read();
  expect(text).toHaveLength(8_192);
  expect(text.endsWith('6789')).toBe(true);
  expect(truncated).toBe(true);
});

test('[S2.5] what fits is whole', () => {
  const output = new Output(100);
  output.push('one ');
  output.push('two');
  expect(output.read()).toEqual({ text: 'one two', truncated: false });
});
