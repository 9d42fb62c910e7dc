import { setTheme, type Theme, useWindow } from '../stores/window.ts';
import { words } from '../words/words.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function Appearance() {
  const theme = useWindow((state) => state.theme);
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
    </>
  );
}
