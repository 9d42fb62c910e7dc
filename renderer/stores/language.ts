import { create } from 'zustand';
import { type Language, preferredLanguage, speak, words } from '../words/words.ts';

const LANGUAGE_KEY = 'skein.language';

/** What a person chose; `system` follows the languages of the system. */
export type LanguageChoice = 'system' | Language;

type LanguageState = {
  readonly choice: LanguageChoice;
  /** What the window speaks now. */
  readonly spoken: Language;
};

/** Components read words without a hook: whoever draws them is drawn anew when `spoken` changes. */
export const useLanguage = create<LanguageState>()(() => ({ choice: 'system', spoken: 'en' }));

/** Speaks what was chosen before, and follows the system as long as nothing was. Called once, before anything is drawn. */
export function startLanguage(): void {
  apply(choiceOf(localStorage.getItem(LANGUAGE_KEY)));
  window.addEventListener('languagechange', () => apply(useLanguage.getState().choice));
}

/** Remembered for every window of this host. */
export function chooseLanguage(choice: LanguageChoice): void {
  localStorage.setItem(LANGUAGE_KEY, choice);
  apply(choice);
}

function choiceOf(value: string | null): LanguageChoice {
  return value === 'en' || value === 'zh' ? value : 'system';
}

/** The words change before anybody is told. Browsers choose Chinese glyphs and voices by `lang`. */
function apply(choice: LanguageChoice): void {
  const spoken = choice === 'system' ? preferredLanguage(navigator.languages) : choice;
  speak(spoken);
  document.documentElement.lang = words().locale;
  useLanguage.setState({ choice, spoken });
}
