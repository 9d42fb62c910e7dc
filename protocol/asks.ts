import type { Head } from './head.ts';
import { oneLine } from './text.ts';

/** What a row has room for of what is asked; the card has all of it. */
export const ASKED_CHARS_MAX = 120;

/** What of a session waits for a person, as lists name it. */
export type Asks = {
  /** Questions and forms that are open. */
  readonly count: number;
  /** Epoch ms of the oldest. */
  readonly since: number;
  /** The oldest in one line of at most {@link ASKED_CHARS_MAX} characters: a command, a title, an agent's words. */
  readonly what: string;
};

/** Null when nothing does. */
export function asksOf({ requests, forms }: Pick<Head, 'requests' | 'forms'>): Asks | null {
  const [request, form] = [requests[0], forms[0]];
  const count = requests.length + forms.length;
  if (form && (!request || form.at < request.at)) return { count, since: form.at, what: lineOf(form.message) };
  return request ? { count, since: request.at, what: lineOf(request.command ?? request.title) } : null;
}

/** Cut before it is looked at: what is asked may be a script. */
const lineOf = (text: string): string => {
  const line = [...oneLine(text.slice(0, 4 * ASKED_CHARS_MAX))];
  return line.length <= ASKED_CHARS_MAX ? line.join('') : `${line.slice(0, ASKED_CHARS_MAX - 1).join('')}…`;
};
