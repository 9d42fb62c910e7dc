const numbers = new Intl.NumberFormat('en');
const plurals = new Intl.PluralRules('en');

/** With its digits in groups. */
export const number = (n: number): string => numbers.format(n);

/** What so many are called, without their number. */
export const plural = (n: number, one: string, other: string): string => (plurals.select(n) === 'one' ? one : other);

/** So many of them, in words. */
export const count = (n: number, one: string, other: string): string => `${number(n)} ${plural(n, one, other)}`;
