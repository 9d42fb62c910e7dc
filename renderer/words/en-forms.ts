import type { FormFault } from '../../protocol/form.ts';
import type { FieldProblem } from '../../protocol/form-check.ts';
import { number } from './en-count.ts';
import { worded } from './worded.ts';

/** What is said in the transcript of a form that was not shown. The name of a field is the agent's. */
export const formFault = worded<FormFault>({
  'unknown-form': ({ mode }) =>
    `The agent asked for input of a kind that Skein does not know (${mode}). It was told so.`,
  'unknown-field': ({ field }) =>
    `The agent sent a form whose field “${field}” Skein cannot show. Nothing was asked; the agent was told so.`,
  'unknown-rule': ({ field }) =>
    `The agent sent a form whose field “${field}” has a rule that Skein cannot check. Nothing was asked; the agent was told so.`,
  'bad-link': () => 'The agent wanted to send you to an address that is not a safe web address. It was told so.',
  'too-long': () => 'The agent sent a form that is too long to show. Nothing was asked; the agent was told so.',
  malformed: () => 'The agent sent a form that makes no sense. Nothing was asked; the agent was told so.',
});

const formats = {
  email: 'Enter an email address, like name@example.com.',
  uri: 'Enter a whole address, like https://example.com.',
  date: 'Enter a date.',
  'date-time': 'Enter a date and a time.',
} as const;

const formProblem = worded<FieldProblem>({
  missing: () => 'This is needed.',
  unknown: () => 'This value does not belong here.',
  'too-short': ({ minChars }) => `Enter at least ${number(minChars)} characters.`,
  'too-long': ({ maxChars }) => `Enter at most ${number(maxChars)} characters.`,
  'other-pattern': ({ pattern }) => `This must match ${pattern}.`,
  'other-format': ({ format }) => formats[format],
  'no-number': () => 'Enter a number.',
  'no-whole-number': () => 'Enter a whole number.',
  'too-small': ({ min }) => `Enter ${number(min)} or more.`,
  'too-great': ({ max }) => `Enter ${number(max)} or less.`,
  'not-among': () => 'Choose one of those that are offered.',
  'too-few': ({ minPicked }) => `Choose at least ${number(minPicked)}.`,
  'too-many': ({ maxPicked }) => `Choose at most ${number(maxPicked)}.`,
});

/** What is said where an agent asks a person to fill something in. */
export const enForms = {
  asksYou: 'asks you',
  decline: 'Decline',
  optional: '(optional)',
  noChoice: 'No answer',
  wantsYouAt: 'wants you to open this address',
  opensHost: (host: string) => `Open ${host}`,
  linkDone: 'Done',
  linkHelp: 'It opens in your browser when you click it. Press Done when you have finished there.',
  formProblem,
};
