import type { Step } from '../../support/scripted-agent.ts';

const FLOOD = 3_000;

/** What a turn of the stress does. */
export type Part = {
  readonly steps: readonly Step[];
  /** What it has said when it comes to its end: this, and then something like that. */
  readonly reply: string;
  readonly rest: RegExp;
  /** It goes on until it is stopped. */
  readonly endless?: true;
  /** Its agent ends by itself. */
  readonly crashes?: true;
};

const say = (text: string): Step => ({ do: 'say', text });

const NOTHING = /^$/;
const CHOSEN = /^\{"outcome":\{"outcome":"selected","optionId":"(?:allow|reject)_once"\}\}\n$/;

/** Parts by name; `token` is this turn's own word. */
export const PARTS = {
  plain: (token) => ({ steps: [say(token)], reply: token, rest: NOTHING }),
  flood: (token) => ({
    steps: [say(token), { do: 'flood', of: 'text', count: FLOOD }],
    reply: token + 'token '.repeat(FLOOD),
    rest: NOTHING,
  }),
  command: (token) => ({
    steps: [say(token), { do: 'run', call: token, command: 'echo', args: [token] }],
    reply: token,
    rest: new RegExp(`^\\{"exitCode":0\\b.*\\}\\n\\{.*"output":"${token}\\\\n".*\\}\\n$`),
  }),
  question: (token) => ({
    steps: [say(token), { do: 'ask', call: { toolCallId: token, title: 'Write' } }],
    reply: token,
    rest: CHOSEN,
  }),
  endless: (token) => ({ steps: [say(token), { do: 'wait-for-cancel' }], reply: token, rest: NOTHING, endless: true }),
  stray: (token) => ({ steps: [say(token), { do: 'spawn', ownSession: true }], reply: token, rest: /^\d+\n$/ }),
  crash: (token) => ({ steps: [say(token), { do: 'crash', code: 1 }], reply: token, rest: NOTHING, crashes: true }),
} satisfies Readonly<Record<string, (token: string) => Part>>;

export type PartName = keyof typeof PARTS;
