import { z } from 'zod';
import { Alerts } from './attention.ts';
import { Budget, DEFAULT_BUDGET } from './budget.ts';
import { POLICIES } from './permission.ts';

/** What a person has chosen for the whole app, in whichever window; the host keeps it. */
export const Preferences = z.object({
  /** What new sessions allow without a question, when nothing else is chosen for them. */
  policy: z.enum(POLICIES),
  alerts: Alerts,
  /** What a tree of sessions may take when its first child is spawned and nothing else was said of it. */
  budget: Budget,
  /** Whether agents are told when one that they spawned in the background comes to rest. */
  backgroundNotices: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;

/** Nothing is allowed unasked, and a person is told of what stands still without them. */
export const DEFAULT_PREFERENCES: Preferences = {
  policy: 'ask',
  alerts: { waiting: true, failed: true, limited: false, finished: false },
  budget: DEFAULT_BUDGET,
  backgroundNotices: true,
};

/** Absent fields stay as they are, also those of `alerts`: two windows that change different ones both have their way. */
export const PreferencesChange = Preferences.partial().extend({ alerts: Alerts.partial().optional() });
export type PreferencesChange = z.infer<typeof PreferencesChange>;

/** What holds after a change. */
export const changed = (
  before: Preferences,
  { policy, alerts, budget, backgroundNotices }: PreferencesChange,
): Preferences => ({
  policy: policy ?? before.policy,
  budget: budget ?? before.budget,
  backgroundNotices: backgroundNotices ?? before.backgroundNotices,
  alerts: {
    ...before.alerts,
    ...Object.fromEntries(Object.entries(alerts ?? {}).filter(([, on]) => on !== undefined)),
  },
});

/** Nothing was changed. */
export type PreferencesRefusal = { readonly code: 'disk-failing'; readonly message: string };
