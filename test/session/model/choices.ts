import { type Budget, DEFAULT_BUDGET } from '../../../protocol/budget.ts';
import type { FormAnswer } from '../../../protocol/form.ts';
import { requestIdOf, ruleIdOf } from '../../../protocol/ids.ts';
import { TITLE_CHARS_MAX } from '../../../protocol/limits.ts';
import { POLICIES } from '../../../protocol/permission.ts';
import { answer, answerForm, choose, MODES, rename } from './asking.ts';
import { setBudget } from './budgets.ts';
import { allow } from './family.ts';
import type { Wish } from './person.ts';
import type { Step } from './steps.ts';
import { NOWHERE } from './world.ts';

/** To a form that wants to know of something whether it is sure; the third one does not fit it. */
const FORM_ANSWERS: readonly FormAnswer[] = [
  { kind: 'sent', values: { sure: true } },
  { kind: 'declined' },
  { kind: 'sent', values: {} },
  { kind: 'cancelled' },
];
/** To a question; nobody offered the last one. */
/** Mostly so wide that trees grow. */
const BUDGETS: readonly Budget[] = [
  { children: null, depth: null, tokens: null, cost: null, timeMs: null },
  { ...DEFAULT_BUDGET, children: 12 },
  { ...DEFAULT_BUDGET, depth: 2 },
  { ...DEFAULT_BUDGET, children: 2 },
];
const ANSWERS = ['yes', 'yes', 'no', 'perhaps'] as const;

/** What a person answers, chooses, allows, and calls a session. */
export const CHOICES: Readonly<Record<'answer' | 'answer-form' | 'option' | 'policy' | 'budget' | 'rename', Wish>> = {
  answer: (session, { what, how }, world, ids) => {
    const requestId = session.requests[how % (session.requests.length + (how >= 28 ? 1 : 0))] ?? requestIdOf(NOWHERE);
    const optionId = ANSWERS[what % ANSWERS.length] ?? 'yes';
    const remember = how % 8 >= 4;
    const kept = remember && { remember: ruleIdOf(ids.ulid()) };
    const command = { type: 'answer', sessionId: session.id, requestId, optionId, ...kept } as const;
    return { command, answer: () => answer(world, session, requestId, optionId, remember) };
  },
  'answer-form': (session, step, _world) => {
    const requestId = session.forms[step.what % 2] ?? requestIdOf(NOWHERE);
    const answer = FORM_ANSWERS[step.how % FORM_ANSWERS.length] ?? { kind: 'declined' };
    const fits = answer.kind !== 'sent' || 'sure' in answer.values;
    const command = { type: 'answer-form', sessionId: session.id, requestId, answer } as const;
    return { command, answer: () => answerForm(session, requestId, fits) };
  },
  option: (session, step, world) => {
    const value = MODES[step.how % (MODES.length + 1)] ?? 'of nobody';
    const command = { type: 'set-option', sessionId: session.id, optionId: 'mode', value } as const;
    return { command, answer: () => choose(world, session, value) };
  },
  policy: (session, step, world) => {
    const policy = POLICIES[step.how % (POLICIES.length + 1)] ?? null;
    const sessionId = session.id;
    const own = policy && ({ type: 'set-policy', sessionId, policy } as const);
    return { command: own ?? { type: 'inherit-policy', sessionId }, answer: () => allow(world, session, policy) };
  },
  budget: (session, step, world) => {
    const budget = BUDGETS[step.how % BUDGETS.length] ?? DEFAULT_BUDGET;
    const command = { type: 'set-budget', sessionId: session.id, budget } as const;
    return { command, answer: () => setBudget(world, session, budget) };
  },
  rename: (session, step, _world, ids) => {
    const title = titleOf(step, ids.ulid());
    return { command: { type: 'rename', sessionId: session.id, title }, answer: () => rename(session, title) };
  },
};

function titleOf({ what }: Step, id: string): string {
  if (what === 30) return ' \n';
  return what === 31 ? 'x'.repeat(TITLE_CHARS_MAX + 1) : `Named ${id}`;
}
