import { number, plural } from './en-count.ts';

/** What is said of stopping, deleting and putting away sessions that have others below them, in English. */
export const enLife = {
  stopMenu: 'What is to be stopped',
  stopOnly: 'Stop this only',
  stopTree: (n: number) => `Stop it and ${plural(n, 'the one', `the ${number(n)}`)} below`,
  stopBelow: (n: number) => `Stop ${plural(n, 'the one', `the ${number(n)}`)} below`,
};
