import { changed, DEFAULT_PREFERENCES, Preferences, type PreferencesChange } from '../../protocol/preferences.ts';
import type { Result } from '../../protocol/result.ts';
import type { DiskTrouble } from '../session/ports.ts';
import type { Database } from './database.ts';

/** What a person has chosen for the whole app, a row per choice. */
export interface PreferenceStore {
  /** What was never chosen, or by a version that knew other values, is as it is by default. */
  read(): Preferences;
  put(change: PreferencesChange): Result<void, DiskTrouble>;
}

export function createPreferenceStore(database: Database): PreferenceStore {
  const all = database.query<[], { name: string; value: string }>('SELECT name, value FROM preferences');
  const put = database.query<[string, string]>(PUT_SQL);
  const read = () => preferencesOf(Object.fromEntries(all.all().map(({ name, value }) => [name, JSON.parse(value)])));
  return {
    read,
    put: (change) =>
      database.write(true, () => {
        const held = changed(read(), change);
        for (const name of NAMES) if (change[name] !== undefined) put.run(name, JSON.stringify(held[name]));
      }),
  };
}

const NAMES = Object.keys(Preferences.shape) as readonly (keyof Preferences)[];

function preferencesOf(stored: Readonly<Record<string, unknown>>): Preferences {
  const known = Object.entries(Preferences.shape).flatMap(([name, shape]) => {
    const parsed = shape.safeParse(stored[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return { ...DEFAULT_PREFERENCES, ...Object.fromEntries(known) };
}

const PUT_SQL = `
  INSERT INTO preferences (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
