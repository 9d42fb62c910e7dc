import { DEFAULT_PREFERENCES } from '../../protocol/preferences.ts';
import { chooseLanguage, type LanguageChoice, useLanguage } from '../stores/language.ts';
import { changePreferences } from '../stores/preferences.ts';
import { useSessions } from '../stores/sessions.ts';
import { type Motion, setMotion, setTheme, type Theme, useWindow } from '../stores/window.ts';
import { LANGUAGES, words } from '../words/words.ts';
import { Choices } from './choices.tsx';
import { NewTrees } from './new-trees.tsx';

const CHOICES: readonly LanguageChoice[] = ['system', 'en', 'zh'];
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const MOTIONS: readonly Motion[] = ['system', 'reduced'];

export function General() {
  const language = useLanguage((state) => state.choice);
  const theme = useWindow((state) => state.theme);
  const motion = useWindow((state) => state.motion);
  return (
    <>
      <h2 className="settings-title">{words().general}</h2>
      <Choices name="language" legend={words().languageTitle}>
        {CHOICES.map((one) => (
          <label key={one} className="choice" lang={one === 'system' ? undefined : LANGUAGES[one].locale}>
            <input type="radio" name="language" checked={language === one} onChange={() => chooseLanguage(one)} />
            {words().language(one)}
          </label>
        ))}
      </Choices>
      <Choices name="theme" legend={words().themeTitle}>
        {THEMES.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} />
            {words().theme(one)}
          </label>
        ))}
      </Choices>
      <Choices name="motion" legend={words().motionTitle} help={words().motionHelp}>
        {MOTIONS.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name="motion" checked={motion === one} onChange={() => setMotion(one)} />
            {words().motion(one)}
          </label>
        ))}
      </Choices>
      <NewTrees />
      <BackgroundAgents />
    </>
  );
}

/** The host keeps it: it holds for all windows, and for what runs while none is open. */
function BackgroundAgents() {
  const preferences = useSessions((state) => state.app?.preferences) ?? DEFAULT_PREFERENCES;
  return (
    <Choices name="background-agents" legend={words().backgroundAgents} help={words().backgroundNoticesHelp}>
      <label className="choice">
        <input
          type="checkbox"
          checked={preferences.backgroundNotices}
          onChange={(event) => void changePreferences({ backgroundNotices: event.currentTarget.checked })}
        />
        {words().backgroundNotices}
      </label>
    </Choices>
  );
}
