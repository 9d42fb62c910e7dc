import type { PreferencesChange } from '../../protocol/preferences.ts';
import { words } from '../words/words.ts';
import { askedOrSaid } from './asked.ts';
import { host } from './link.ts';

/** Has the host keep what a person prefers; all windows learn of it with the rest of the app. */
export const changePreferences = (change: PreferencesChange): Promise<boolean> =>
  askedOrSaid(() => host().preferences.change(change), words().refusal);
