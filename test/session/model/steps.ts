import fc from 'fast-check';

/** How often each thing is tried, against all others. */
const WEIGHTS = {
  // the person, in some view
  prompt: 8,
  queue: 4,
  steer: 2,
  'edit-queued': 1,
  'move-queued': 1,
  unqueue: 1,
  'release-queue': 2,
  resume: 1,
  retry: 1,
  stop: 3,
  terminate: 1,
  'stop-tree': 3,
  edit: 4,
  'switch-branch': 4,
  rollback: 5,
  clear: 1,
  undo: 5,
  fork: 2,
  answer: 4,
  'answer-form': 3,
  'clear-error': 1,
  pin: 1,
  archive: 1,
  mark: 1,
  policy: 3,
  budget: 2,
  option: 4,
  rename: 1,
  delete: 4,
  restore: 4,
  // new sessions
  main: 1,
  spawn: 6,
  aside: 1,
  // the agents; `talk`: a whole turn at once; `consult`: a question of a turn, and its answer
  talk: 16,
  consult: 10,
  attach: 4,
  move: 4,
  say: 12,
  call: 6,
  ask: 3,
  withdraw: 1,
  'ask-form': 3,
  'close-form': 1,
  offer: 5,
  end: 14,
  // the views
  join: 3,
  connect: 3,
  cut: 2,
  pause: 2,
  unpause: 2,
  page: 4,
  deliver: 3,
  settle: 6,
  // the world
  wait: 1,
  month: 1,
  restart: 2,
} as const;

export type Kind = keyof typeof WEIGHTS;

/** What is tried, and numbers that pick of whom, of what, and how. */
export type Step = { readonly do: Kind; readonly whose: number; readonly what: number; readonly how: number };

const kinds = Object.entries(WEIGHTS) as [Kind, number][];
const kind = fc.oneof(...kinds.map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })));

export const step: fc.Arbitrary<Step> = fc.record({
  do: kind,
  whose: fc.nat(15),
  what: fc.nat(31),
  how: fc.nat(31),
});
