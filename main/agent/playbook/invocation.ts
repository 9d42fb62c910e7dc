import { looksLikeRunbook, parseRunbook } from './runbook.ts';

/** What a person wants of Playbook. */
export type Invocation =
  /** The prompt itself is to be run. */
  | { readonly kind: 'runbook' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tour' }
  /** `skip`: go on, but leave out the step that stopped it. */
  | { readonly kind: 'continue'; readonly skip: boolean }
  | { readonly kind: 'help' };

const RUN = /^\/?run\s+(["'`]?)@?(.+\.(?:md|markdown))\1$/i;
const PATH = /^@?(\S+\.(?:md|markdown))$/i;
const CONTINUE = /^\/?(?:continue|resume)(?: where you left off)?[.!]?$/i;
const SKIP = /^\/?skip[.!]?$/i;
const TOUR = /^\/?(?:run )?(?:the )?tour[.!]?$/i;

/** Reads a prompt. One with something to run in it is a runbook, whatever its words are. */
export function parseInvocation(prompt: string): Invocation {
  const words = prompt.trim();
  if (TOUR.test(words)) return { kind: 'tour' };
  if (CONTINUE.test(words)) return { kind: 'continue', skip: false };
  if (SKIP.test(words)) return { kind: 'continue', skip: true };
  const path = words.includes('\n') ? undefined : (RUN.exec(words)?.[2] ?? PATH.exec(words)?.[1]);
  if (path) return { kind: 'file', path };
  return { kind: looksLikeRunbook(parseRunbook(prompt)) ? 'runbook' : 'help' };
}
