import { chooseLanguage, type LanguageChoice, useLanguage } from '../stores/language.ts';
import { setTheme, type Theme, useWindow } from '../stores/window.ts';
import { LANGUAGES, words } from '../words/words.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const CHOICES: readonly LanguageChoice[] = ['system', 'en', 'zh'];

export function Appearance() {
  const theme = useWindow((state) => state.theme);
  const language = useLanguage((state) => state.choice);
  return (
    <>
      <h2 className="settings-title">{words().appearance}</h2>
      <fieldset className="choices">
        <legend>{words().themeTitle}</legend>
        {THEMES.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} />
            {words().theme(one)}
          </label>
        ))}
      </fieldset>
      <fieldset className="choices">
        <legend>{words().languageTitle}</legend>
        {CHOICES.map((one) => (
          <label key={one} className="choice" lang={one === 'system' ? undefined : LANGUAGES[one].locale}>
            <input type="radio" name="language" checked={language === one} onChange={() => chooseLanguage(one)} />
            {words().language(one)}
          </label>
        ))}
      </fieldset>
    </>
  );
}
