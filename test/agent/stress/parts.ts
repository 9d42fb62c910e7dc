import type { Step } from '../../support/scripted-agent.ts';

const FLOOD = 3_000;

/** What a turn of the stress does. */
export type Part = {
  readonly steps: readonly Step[];
  /** What it has said when it comes to its end; null when nobody can know it. */
  readonly reply: string | null;
  /** It goes on until it is stopped. */
  readonly endless?: true;
  /** Its agent ends by itself. */
  readonly crashes?: true;
};

const say = (text: string): Step => ({ do: 'say', text });

/** Parts by name; `token` is this turn's own word. */
export const PARTS = {
  plain: (token) => ({ steps: [say(token)], reply: token }),
  flood: (token) => ({
    steps: [say(token), { do: 'flood', of: 'text', count: FLOOD }],
    reply: token + 'token '.repeat(FLOOD),
  }),
  command: (token) => ({
    steps: [say(token), { do: 'run', call: token, command: 'echo', args: [token] }],
    reply: null,
  }),
  question: (token) => ({
    steps: [say(token), { do: 'ask', call: { toolCallId: token, title: 'Write' } }],
    reply: null,
  }),
  endless: (token) => ({ steps: [say(token), { do: 'wait-for-cancel' }], reply: token, endless: true }),
  stray: (token) => ({ steps: [say(token), { do: 'spawn', ownSession: true }], reply: null }),
  crash: (token) => ({ steps: [say(token), { do: 'crash', code: 1 }], reply: token, crashes: true }),
} satisfies Readonly<Record<string, (token: string) => Part>>;

export type PartName = keyof typeof PARTS;
