import { expect, test } from 'vitest';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { createPreferenceStore } from '../../../main/store/preferences.ts';
import { DEFAULT_PREFERENCES } from '../../../protocol/preferences.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] [S4.5] migration 150 knows of nothing that was chosen, and keeps what is chosen from then on', () => {
  const database = freshDatabase(140);
  migrateTo(database, 150);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  const preferences = createPreferenceStore(database);
  expect(preferences.read()).toEqual(DEFAULT_PREFERENCES);
  expect(preferences.put({ policy: 'reads' }).ok).toBe(true);
  expect(preferences.read()).toEqual({ ...DEFAULT_PREFERENCES, policy: 'reads' });
});
