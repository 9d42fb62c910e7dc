import { en } from './en.ts';

/** The shape of a language: the same keys, the same arguments. */
export type Words = { readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : (typeof en)[Key] };

/** The words of the language that the window speaks. */
export const words = (): Words => en;
