import { EXAMPLES, type Example } from './examples.ts';
import { looksLikeRunbook, parseRunbook } from './runbook.ts';

/** What a person wants of Playbook. */
export type Invocation =
  /** The prompt itself is to be run. */
  | { readonly kind: 'runbook' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tour' }
  /** `words`: what was written behind its name. */
  | { readonly kind: 'example'; readonly example: Example; readonly words: string }
  /** `skip`: go on, but leave out the step that stopped it. */
  | { readonly kind: 'continue'; readonly skip: boolean }
  | { readonly kind: 'help' };

const RUN = /^\/?run\s+(["'`]?)@?(.+\.(?:md|markdown))\1$/i;
const PATH = /^@?(\S+\.(?:md|markdown))$/i;
const CONTINUE = /^\/?(?:continue|resume)(?: where you left off)?[.!]?$/i;
const SKIP = /^\/?skip[.!]?$/i;
const TOUR = /^\/?(?:run )?(?:the )?tour[.!]?$/i;
/** One line: what stands in more of them is a text that begins with the name. */
const EXAMPLE = /^\/?([a-z]+-[a-z]+)(?:[ \t]+(\S[^\n]*))?$/i;

/** Reads a prompt. One with something to run in it is a runbook, whatever its words are. */
export function parseInvocation(prompt: string): Invocation {
  const words = prompt.trim();
  if (TOUR.test(words)) return { kind: 'tour' };
  if (CONTINUE.test(words)) return { kind: 'continue', skip: false };
  if (SKIP.test(words)) return { kind: 'continue', skip: true };
  const [, name, rest = ''] = EXAMPLE.exec(words) ?? [];
  const example = EXAMPLES.find((one) => one.name === name?.toLowerCase());
  if (example) return { kind: 'example', example, words: rest.trim() };
  const path = words.includes('\n') ? undefined : (RUN.exec(words)?.[2] ?? PATH.exec(words)?.[1]);
  if (path) return { kind: 'file', path };
  return { kind: looksLikeRunbook(parseRunbook(prompt)) ? 'runbook' : 'help' };
}
