import fc from 'fast-check';
import { itemIdOf, sessionIdOf, type TurnId, turnIdOf } from '../../protocol/ids.ts';

const ULID_CHARS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The n-th id of a test: valid, and in the order of n. */
export function ulidOf(n: number): string {
  let rest = n;
  let text = '';
  for (let place = 0; place < 26; place += 1) {
    text = ULID_CHARS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export const itemIdNumber = (n: number) => itemIdOf(ulidOf(n));
export const turnIdNumber = (n: number): TurnId => turnIdOf(ulidOf(n));

/** Words as agents send them: letters, line ends, wide characters and whole surrogate pairs. */
export const words = fc
  .array(fc.constantFrom('a', 'bc ', '\n', 'é', '中文', '🧵', '```\n', '**x**'), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''));

/** A seed that is new every time and printed when a property fails; set SKEIN_SEED to run one again. */
export const seed = process.env.SKEIN_SEED ? Number(process.env.SKEIN_SEED) : Math.floor(Math.random() * 2 ** 31);

export const sessionIdNumber = (n: number) => sessionIdOf(ulidOf(n));
