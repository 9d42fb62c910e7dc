import { expect, test } from 'vitest';
import type { Activity } from '../../../protocol/activity.ts';
import { isStoppable, needsPerson } from '../../../renderer/tree/needs.ts';
import { summaryWith } from '../../support/summary.ts';

const failure = { code: 'agent-crashed', message: '', detail: '' } as const;
/** Whether each needs a person, and whether it can be stopped. */
const ACTIVITIES: readonly (readonly [Activity, needs: boolean, stops: boolean])[] = [
  [{ kind: 'asking' }, true, true],
  [{ kind: 'failed', failure }, true, false],
  [{ kind: 'rate-limited', until: null }, true, true],
  [{ kind: 'interrupted' }, true, false],
  [{ kind: 'idle' }, false, false],
  [{ kind: 'finished' }, false, false],
  [{ kind: 'queued', place: 1 }, false, true],
  [{ kind: 'starting' }, false, true],
  [{ kind: 'waiting' }, false, true],
  [{ kind: 'running' }, false, true],
  [{ kind: 'awaiting', children: 2 }, false, true],
  [{ kind: 'stopping' }, false, false],
  [{ kind: 'stopped' }, false, false],
];
test.each(ACTIVITIES)('[S5.6] %o needs a person: %s; can be stopped: %s', (activity, needs, stops) => {
  expect(needsPerson(summaryWith({ activity }))).toBe(needs);
  expect(isStoppable(summaryWith({ activity }))).toBe(stops);
});

test('[S5.6] what was archived needs nobody, and what is not known stops nothing', () => {
  expect(needsPerson(summaryWith({ activity: { kind: 'asking' }, archivedAt: 1 }))).toBe(false);
  expect(isStoppable(undefined)).toBe(false);
});
