import { expect, test } from 'vitest';
import { type Place, scopesOf } from '../../../renderer/keys/scopes.ts';

/** As much of an element as marks are found by. Outermost first; empty text: an element without a mark. */
function elementIn(...marks: readonly string[]): Element {
  const made = marks.reduce<object | null>((parent, mark) => {
    const element = {
      parentElement: parent,
      getAttribute: () => mark || null,
      closest: (): unknown => (mark ? element : ((parent as Element | null)?.closest('') ?? null)),
    };
    return element;
  }, null);
  return made as Element;
}
const scopes = (marks: readonly string[], modal: Place | null = null) => scopesOf(elementIn(...marks), modal);

test('[B28] the scopes of the focus are those around it, innermost first', () => {
  expect(scopes(['', 'transcript', '', 'composer', ''])).toEqual(['composer', 'transcript', 'app', 'everywhere']);
  expect(scopes([''])).toEqual(['app', 'everywhere']);
  expect(scopesOf(null, null)).toEqual(['app', 'everywhere']);
  expect(scopes(['toolbar', 'panel'])).toEqual(['panel', 'app', 'everywhere']);
});

test('[B28] inside a dialog the window does not count, inside a menu nothing does', () => {
  expect(scopes(['sidebar', 'dialog', ''])).toEqual(['dialog', 'everywhere']);
  expect(scopes(['palette'])).toEqual(['palette', 'everywhere']);
  expect(scopes(['dialog', 'menu'])).toEqual(['menu']);
});

test('[B28] while the focus is on its way into a dialog, the keys are the dialog’s', () => {
  expect(scopes(['composer'], 'dialog')).toEqual(['dialog', 'everywhere']);
  expect(scopesOf(null, 'palette')).toEqual(['palette', 'everywhere']);
  // The focus is in the dialog below for a moment: it is in a dialog all the same.
  expect(scopes(['dialog'], 'palette')).toEqual(['dialog', 'everywhere']);
});
