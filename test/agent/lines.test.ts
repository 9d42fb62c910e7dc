import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Lines, LineTooLong } from '../../main/agent/lines.ts';

test('[S2.5] lines come whole, however the bytes were cut', () => {
  const seed = Date.now();
  const text = fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n')));
  fc.assert(
    fc.property(text, fc.array(fc.nat(200)), (written, cuts) => {
      const bytes = Buffer.from(written.map((line) => `${line}\n`).join(''));
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const lines = new Lines();
      const read = [...places, bytes.length].flatMap((end, index) => {
        const chunk = bytes.subarray(places[index - 1] ?? 0, end);
        return chunk.length > 0 ? lines.take(chunk) : [];
      });
      expect(read).toEqual(written);
      expect(lines.rest()).toBe('');
    }),
    { seed },
  );
});

test('[S2.5] what follows the last newline is kept for the end', () => {
  const lines = new Lines();
  expect(lines.take(Buffer.from('one\ntw'))).toEqual(['one']);
  expect(lines.take(Buffer.from('o'))).toEqual([]);
  expect(lines.rest()).toBe('two');
});

test('[S2.5] a line without end is refused, not collected', () => {
  const lines = new Lines(10);
  lines.take(Buffer.from('12345\n6789'));
  expect(() => lines.take(Buffer.from('0123456'))).toThrow(LineTooLong);
});
