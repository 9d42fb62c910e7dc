import type { PreferencesChange, PreferencesRefusal } from '../protocol/preferences.ts';
import { ok, type Result } from '../protocol/result.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { PreferenceStore } from './store/preferences.ts';

type Ports = { readonly store: PreferenceStore; readonly feed: AppFeed };

/** What a person has chosen for the whole app: changed in the rows first, then for everyone who watches. */
export function createPreferences({ store, feed }: Ports) {
  return {
    change(change: PreferencesChange): Result<void, PreferencesRefusal> {
      const kept = store.put(change);
      if (!kept.ok) return kept;
      feed.appChanged({ preferences: store.read() });
      return ok(undefined);
    },
  };
}
