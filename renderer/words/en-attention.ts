import type { AttentionKind } from '../../protocol/attention.ts';
import { plural } from './en-count.ts';

const kinds: { readonly [Kind in AttentionKind]: string } = {
  waiting: 'Needs an answer',
  failed: 'Failed',
  limited: 'Waits for its provider',
  finished: 'Finished',
};

const told: { readonly [Kind in AttentionKind]: string } = {
  waiting: 'An agent needs an answer before it goes on',
  failed: 'A turn failed',
  finished: 'An agent finished, with everything below it',
  limited: 'A provider takes no requests for a while',
};

/** What is said of sessions that want a person, and of being told of them. */
export const enAttention = {
  notifications: 'Notifications',
  attentionKind: (kind: AttentionKind) => kinds[kind],
  attentionButton: (needs: number) =>
    needs === 0 ? 'New in your sessions' : `${needs} ${plural(needs, 'session needs', 'sessions need')} you`,
  attentionNeeds: 'Need you',
  attentionNew: 'New',
  attentionMore: (more: number) => `${more} more`,
  showSession: 'Show',
  alertsTitle: 'Tell me when',
  alertsHelp: 'Once for each thing that happens, and never about the session that is in front of you.',
  alertOf: (kind: AttentionKind) => told[kind],
  systemAlerts: 'System notifications',
  alertsAllowed: 'They are shown while Skein is not in front.',
  alertsAsk: 'While Skein is not in front, it needs to be allowed to show notifications.',
  alertsAllow: 'Allow notifications',
  alertsDenied:
    'Notifications are blocked for this page. Allow them in the site settings of the browser, then open this page again. Until then the count in the title tells.',
  alertsMissing: 'This browser shows no notifications. The count in the title tells instead.',
  alertsTry: 'Show one now',
  alertExample: 'This is how Skein tells you.',
  titleWithCount: (needs: number) => `(${needs}) Skein`,
};
