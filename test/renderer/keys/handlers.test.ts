import { expect, test } from 'vitest';
import { handlerOf, registerHandler } from '../../../renderer/keys/handlers.ts';
import type { Place, Scope } from '../../../renderer/keys/scopes.ts';

/** Elements without a page: all that is asked is which part of the window one stands in. */
const place = (...inside: readonly unknown[]) => ({ current: { contains: (one: unknown) => inside.includes(one) } });
const element = () => ({}) as Element;
const [inPanel, beside] = [element(), element()];

const done: string[] = [];
const SCOPES: readonly Place[] = ['composer', 'app', 'everywhere'];
const register = (name: string, scope: Scope, area: ReturnType<typeof place> | null = null) =>
  registerHandler('turn.stop', scope, { run: () => done.push(name) }, area);
const doneAt = (focus: Element | null, scopes = SCOPES) => {
  done.length = 0;
  handlerOf('turn.stop', scopes, focus)?.run();
  return done;
};

test('[S3.7] of two parts of the same kind the one with the focus answers, whichever came last', () => {
  const forget = [register('aside', 'app', place(inPanel)), register('session', 'app')];
  expect(doneAt(inPanel)).toEqual(['aside']);
  expect(doneAt(beside)).toEqual(['session']);
  expect(doneAt(null)).toEqual(['session']);
  for (const run of forget.splice(0)) run();
  forget.push(register('session', 'app'), register('aside', 'app', place(inPanel)));
  expect(doneAt(inPanel)).toEqual(['aside']);
  expect(doneAt(beside)).toEqual(['session']);
  for (const run of forget) run();
  expect(doneAt(inPanel)).toEqual([]);
});

test('[S3.7] a nearer scope answers before a wider one, and the newest of those that are alike', () => {
  const forget = [register('near', 'composer'), register('wide', 'app'), register('newer', 'app')];
  expect(doneAt(beside)).toEqual(['near']);
  expect(doneAt(beside, ['app'])).toEqual(['newer']);
  for (const run of forget) run();
});
