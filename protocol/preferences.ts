import { z } from 'zod';
import { Alerts } from './attention.ts';
import { POLICIES } from './permission.ts';

/** What a person has chosen for the whole app, in whichever window; the host keeps it. */
export const Preferences = z.object({
  /** What new sessions allow without a question, when nothing else is chosen for them. */
  policy: z.enum(POLICIES),
  alerts: Alerts,
});
export type Preferences = z.infer<typeof Preferences>;

/** Nothing is allowed unasked, and a person is told of what stands still without them. */
export const DEFAULT_PREFERENCES: Preferences = {
  policy: 'ask',
  alerts: { waiting: true, failed: true, limited: false, finished: false },
};

/** Absent fields stay as they are. */
export const PreferencesChange = Preferences.partial();
export type PreferencesChange = z.infer<typeof PreferencesChange>;

/** Nothing was changed. */
export type PreferencesRefusal = { readonly code: 'disk-failing'; readonly message: string };
