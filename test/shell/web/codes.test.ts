import { expect, test } from 'vitest';
import { Codes, OPEN_CODES_MAX } from '../../../main/shell/web/codes.ts';
import { CREDENTIALS_MAX, Credentials } from '../../../main/shell/web/credentials.ts';
import { FakeClock } from '../../support/fake-clock.ts';

test('[S2.2] codes are long enough not to be guessed, and survive an address bar', () => {
  const codes = new Codes(new FakeClock());
  expect(codes.issue()).toMatch(/^[\w-]{22,}$/);
  expect(codes.issue()).not.toBe(codes.issue());
});

test('[S2.2] only so many codes wait at a time: the oldest gives way', () => {
  const codes = new Codes(new FakeClock());
  const first = codes.issue();
  const others = Array.from({ length: OPEN_CODES_MAX }, () => codes.issue());
  expect(codes.redeem(first)).toBe('unknown');
  expect(others.map((code) => codes.redeem(code))).toEqual(others.map(() => 'fresh'));
});

test('[S2.2] only so many credentials are known at a time: the one unused for longest gives way', () => {
  const credentials = new Credentials();
  const [kept, lost] = [credentials.issue(), credentials.issue()];
  for (let count = 2; count < CREDENTIALS_MAX; count += 1) credentials.issue();
  expect(credentials.knows(kept)).toBe(true);
  credentials.issue();
  expect([credentials.knows(kept), credentials.knows(lost)]).toEqual([true, false]);
});
