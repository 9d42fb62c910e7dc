import type { Failure } from './turn.ts';

/** A way to sign in that an agent offers, in its own words. `description` may be empty. */
export type SignInWay = { readonly id: string; readonly name: string; readonly description: string } & (
  | { readonly kind: 'agent' } // it does all that is needed, as opening a browser, when it is asked to
  | {
      readonly kind: 'environment';
      /** What must be in the agent's environment before it is asked to. */
      readonly variables: readonly SignInVariable[];
      /** Where the values can be had: an address of the web, as the agent wrote it; null when it named none. */
      readonly link: string | null;
    }
  | {
      readonly kind: 'terminal';
      /** What to run in a terminal of the host's machine: one line of its shell. */
      readonly line: string;
      /** Variables of the agent that are secrets, or look like some, so that their values are not in the line. */
      readonly withheld: readonly string[];
    }
);

export type SignInVariable = { readonly name: string; readonly label: string; readonly optional: boolean };

/** What is known of signing in to an agent. */
export type SignInOffer =
  | { readonly kind: 'known'; readonly ways: readonly SignInWay[]; readonly canSignOut: boolean }
  | { readonly kind: 'unknown' } // it was not started since it was configured like this, and was not to be now
  | { readonly kind: 'failed'; readonly failure: Failure }; // it was to be started, and did not

/** How an attempt to sign in, or out, ended. `text`: why not, in the agent's own words. */
export type SignInEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure } // the program did not start, or ended
  | { readonly kind: 'not-offered' } // the agent has no such way, or none any more
  | { readonly kind: 'late'; readonly ms: number } // no answer for so long
  | { readonly kind: 'cancelled' }; // the call was ended, or another attempt took its place
