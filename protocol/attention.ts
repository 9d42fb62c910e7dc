import { z } from 'zod';

/**
 * Why a session may want a person. `waiting`: it cannot go on without an answer. `limited`: its agent's provider takes
 * no requests for a while, after which it goes on by itself.
 */
export const ATTENTION_KINDS = ['waiting', 'failed', 'limited', 'finished'] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Of which kinds a person wants to be told while they look elsewhere. */
export const Alerts = z.object({
  waiting: z.boolean(),
  failed: z.boolean(),
  limited: z.boolean(),
  finished: z.boolean(),
});
export type Alerts = z.infer<typeof Alerts>;
