import { en } from './en.ts';
import { zh } from './zh.ts';

/** What the window can speak. */
export type Language = 'en' | 'zh';

/** The shape of a language: the same keys, and for each word function the same arguments. */
export type Words = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends (...given: infer Given) => string
    ? (...given: Given) => string
    : string;
};

/**
 * `Words`, held to more than assignability: a function that leaves out an argument would pass for one that takes it,
 * and a sentence would lack its number or name.
 */
type Whole<Spoken extends Words> = {
  readonly [Key in keyof Words]: Words[Key] extends (...given: infer Given) => string
    ? Spoken[Key] extends (...taken: infer Taken) => string
      ? Taken['length'] extends Given['length']
        ? Words[Key]
        : never
      : never
    : string;
};

/** Compiles for a complete language only. */
export const whole = <Spoken extends Words>(spoken: Spoken & Whole<Spoken>): Words => spoken;

/** Every language, complete. */
export const LANGUAGES: { readonly [Name in Language]: Words } = { en, zh: whole(zh) };

let spoken: Words = LANGUAGES.en;

/** The words of the language that the window speaks. Ask anew for each use: the language can change. */
export const words = (): Words => spoken;

/** What is on the screen already stays until it is drawn again. */
export function speak(language: Language): void {
  spoken = LANGUAGES[language];
}

/**
 * The first language of a person's list (as in `navigator.languages`) that Skein speaks, English when there is none.
 * Every Chinese is answered in Simplified Chinese.
 */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-', 1)[0];
    if (primary === 'en' || primary === 'zh') return primary;
  }
  return 'en';
}
