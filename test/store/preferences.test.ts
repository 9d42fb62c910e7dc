import { expect, test } from 'vitest';
import { createPreferenceStore } from '../../main/store/preferences.ts';
import { DEFAULT_PREFERENCES } from '../../protocol/preferences.ts';
import { freshDatabase, freshFolder, freshStore } from './fresh.ts';

test('[S4.5] [S4.6] [S5.2] a preference is kept over a restart, and the others stay as they are', () => {
  const folder = freshFolder();
  const store = freshStore(folder);
  expect(store.preferences.read()).toEqual(DEFAULT_PREFERENCES);
  const alerts = { waiting: false, failed: true, limited: true, finished: true };
  expect(store.preferences.put({ alerts }).ok).toBe(true);
  store.close();
  const again = freshStore(folder);
  expect(again.preferences.read()).toEqual({ ...DEFAULT_PREFERENCES, alerts });
  again.preferences.put({ policy: 'edits' });
  const kept = { ...DEFAULT_PREFERENCES, policy: 'edits' };
  expect(again.preferences.read()).toEqual({ ...kept, alerts });
  for (const one of [{ waiting: true }, { finished: false }]) again.preferences.put({ alerts: one });
  again.preferences.put({ backgroundNotices: false });
  expect(again.preferences.read().backgroundNotices).toBe(false);
  again.preferences.put({ backgroundNotices: true });
  const both = { ...alerts, waiting: true, finished: false };
  expect(again.preferences.read()).toEqual({ ...kept, alerts: both });
  const budget = { ...DEFAULT_PREFERENCES.budget, tokens: 1_000_000 };
  again.preferences.put({ budget });
  expect(again.preferences.read()).toEqual({ ...kept, alerts: both, budget });
});

test('[S4.5] a stored value that means nothing here counts as never chosen', () => {
  const database = freshDatabase();
  const preferences = createPreferenceStore(database);
  preferences.put({ policy: 'all' });
  database.run(`UPDATE preferences SET value = '"whatever"' WHERE name = 'policy'`);
  database.run(`INSERT INTO preferences (name, value) VALUES ('from-later', '1')`);
  expect(preferences.read()).toEqual(DEFAULT_PREFERENCES);
});
