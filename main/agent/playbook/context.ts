import type { Child } from './child.ts';
import type { RunbookHost } from './host.ts';
import type { Pace } from './pace.ts';

/** Whether steps may act without being asked about. */
interface Consent {
  readonly given: boolean;
  /** The person allowed all of this runbook, for as long as the session lives. */
  giveAlways(): Promise<void>;
}

/** The agents that this run started, in that order. */
interface Children {
  readonly list: readonly Child[];
  /** Resolves when the new list is on disk. */
  keep(list: readonly Child[]): Promise<void>;
}

/** What a dry run would have written so far, by absolute path. */
export type Drafts = Map<string, string>;

export type RunContext = {
  readonly host: RunbookHost;
  /** Absolute; everything happens in it. */
  readonly folder: string;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly consent: Consent;
  readonly children: Children;
  /** Set when the next step is only to be shown. */
  dry(): Drafts | null;
  /** The steps before `next` need never run again. Resolves when that is on disk. */
  reached(next: number): Promise<void>;
};

/** `drafts`: set when this step is only shown, whatever is chosen meanwhile. */
export type StepContext = RunContext & { readonly drafts: Drafts | null };

/** How a step ended; `why` is a sentence for the person. */
export type StepEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'stopped'; readonly why: string };

export const DONE: StepEnd = { kind: 'done' };
export const CANCELLED = { kind: 'cancelled' } as const;
