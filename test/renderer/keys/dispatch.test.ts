import { expect, test } from 'vitest';
import { type Around, dispatch } from '../../../renderer/keys/dispatch.ts';
import type { Handler } from '../../../renderer/keys/handlers.ts';
import { resolve } from '../../../renderer/keys/resolve.ts';
import type { Place } from '../../../renderer/keys/scopes.ts';
import type { CommandId } from '../../../renderer/keys/table.ts';
import { press } from './presses.ts';

const IN_COMPOSER: readonly Place[] = ['composer', 'app', 'everywhere'];
const IN_SIDEBAR: readonly Place[] = ['sidebar', 'app', 'everywhere'];
const IN_DIALOG: readonly Place[] = ['dialog', 'everywhere'];

type Entry = { readonly keys: string; readonly command: CommandId; readonly scope?: string };

/** A window whose commands note that they were done, except for those that cannot be done now. */
function windowWith({ entries = [], not = [] }: { entries?: readonly Entry[]; not?: readonly CommandId[] } = {}) {
  const done: string[] = [];
  const bindings = entries.map((entry, at) => ({ scope: null, line: at, column: 1, ...entry }));
  const around = (scopes: readonly Place[], inField: boolean): Around => ({
    bindings: resolve({ bindings, problems: [] }, false),
    scopes,
    inField,
    mac: false,
    handlerOf: (id): Handler => ({ when: () => !not.includes(id), run: () => done.push(id) }),
    dismissTop(reached) {
      done.push(`escape ${reached[0]}`);
      return reached[0] !== 'composer';
    },
  });
  return { done, around };
}

test('[S3.7] the innermost scope that has the key decides', () => {
  const entries = [
    { keys: 'Mod+J', command: 'session.new' },
    { keys: 'Mod+J', command: 'trail.back', scope: 'sidebar' },
  ] as const;
  const { done, around } = windowWith({ entries });
  expect(dispatch(press('j', 'ctrl'), around(IN_SIDEBAR, false))).toBe('taken');
  expect(dispatch(press('j', 'ctrl'), around(IN_COMPOSER, true))).toBe('taken');
  expect(done).toEqual(['trail.back', 'session.new']);
});

test('[S3.7] when the inner command cannot be done the outer one is', () => {
  const entries = [{ keys: 'Mod+B', command: 'trail.back', scope: 'sidebar' }] as const;
  const { done, around } = windowWith({ entries, not: ['trail.back'] });
  expect(dispatch(press('b', 'ctrl'), around(IN_SIDEBAR, false))).toBe('taken');
  expect(done).toEqual(['sidebar.toggle']);
});

test('[B28] a dialog keeps the keys of the window out, and lets in what counts everywhere', () => {
  const { done, around } = windowWith();
  expect(dispatch(press('b', 'ctrl'), around(IN_DIALOG, false))).toBe('left');
  expect(dispatch(press('k', 'ctrl'), around(IN_DIALOG, true))).toBe('taken');
  expect(dispatch(press('k', 'ctrl'), around(['menu'], false))).toBe('left');
  expect(done).toEqual(['palette.open']);
});

test('[S3.7] nothing typed into a field is taken from it, except by the field’s own keys', () => {
  const entries = [
    { keys: 'J', command: 'session.new' },
    { keys: 'Backspace', command: 'trail.back' },
  ] as const;
  const { done, around } = windowWith({ entries });
  // A title that is edited in the sidebar, where Delete deletes the session.
  for (const key of ['j', 'Delete', 'Backspace', 'Enter'])
    expect(dispatch(press(key), around(IN_SIDEBAR, true))).toBe('left');
  expect(dispatch(press('j'), around(IN_COMPOSER, true))).toBe('left');
  expect(done).toEqual([]);
  expect(dispatch(press('Enter'), around(IN_COMPOSER, true))).toBe('taken');
  expect(dispatch(press('F2'), around(IN_COMPOSER, true))).toBe('taken');
  expect(dispatch(press('Delete'), around(IN_SIDEBAR, false))).toBe('taken');
  expect(dispatch(press('j'), around(IN_SIDEBAR, false))).toBe('taken');
  expect(done).toEqual(['composer.send', 'session.rename', 'session.delete', 'session.new']);
});

test('[S3.7] a key whose command cannot be done is the field’s when it is typed, and nobody’s when it is held', () => {
  const { done, around } = windowWith({ not: ['composer.takeBack', 'trail.back'] });
  expect(dispatch(press('ArrowUp'), around(IN_COMPOSER, true))).toBe('left');
  expect(dispatch(press('[', 'ctrl'), around(IN_COMPOSER, true))).toBe('taken');
  expect(dispatch(press('q', 'ctrl'), around(IN_COMPOSER, true))).toBe('left');
  expect(done).toEqual([]);
});

test('[S3.7] a key that is held down does its work once', () => {
  const { done, around } = windowWith();
  dispatch(press('b', 'ctrl'), around(IN_SIDEBAR, false));
  expect(dispatch(press('b', 'ctrl', { repeat: true }), around(IN_SIDEBAR, false))).toBe('taken');
  expect(done).toEqual(['sidebar.toggle']);
});

test('[B28] Escape asks the layers of the focused scope, and belongs to the focus when there are none', () => {
  const { done, around } = windowWith();
  expect(dispatch(press('Escape'), around(IN_SIDEBAR, false))).toBe('taken');
  expect(dispatch(press('Escape'), around(IN_COMPOSER, true))).toBe('left');
  expect(dispatch(press('Escape', 'ctrl'), around(IN_SIDEBAR, false))).toBe('left');
  expect(done).toEqual(['escape sidebar', 'escape composer']);
});

test('[B28][X5] while words are composed nothing acts, Escape least of all', () => {
  const { done, around } = windowWith();
  for (const composing of [{ isComposing: true }, { keyCode: 229 }]) {
    for (const event of [
      press('Escape', '', composing),
      press('Enter', '', composing),
      press('k', 'ctrl', composing),
    ]) {
      expect(dispatch(event, around(IN_COMPOSER, true))).toBe('left');
      expect(dispatch(event, around(IN_SIDEBAR, true))).toBe('left');
    }
  }
  expect(done).toEqual([]);
});
