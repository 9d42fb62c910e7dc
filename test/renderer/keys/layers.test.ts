import { expect, test } from 'vitest';
import { type LayerKind, Layers } from '../../../renderer/keys/layers.ts';
import type { Place } from '../../../renderer/keys/scopes.ts';

/** Layers that note their own dismissal and are gone by it, as those of the window are. */
function stack() {
  const layers = new Layers();
  const dismissed: string[] = [];
  const add = (kind: LayerKind, scope: Place, id = `${scope} ${kind}`) => {
    const remove = layers.register({
      id,
      kind,
      scope,
      dismiss() {
        dismissed.push(id);
        remove();
      },
    });
    return remove;
  };
  return { layers, dismissed, add };
}

test('[B28] only the newest layer of the focused scope goes, one for each Escape', () => {
  const { layers, dismissed, add } = stack();
  add('popover', 'sidebar', 'older');
  add('popover', 'sidebar', 'newer');
  add('popover', 'transcript');
  expect(layers.dismissTop(['sidebar', 'app', 'everywhere'])).toBe(true);
  expect(dismissed).toEqual(['newer']);
  layers.dismissTop(['sidebar', 'app', 'everywhere']);
  expect(dismissed).toEqual(['newer', 'older']);
  // What is left belongs to a scope that has not the focus: Escape is for what has it.
  expect(layers.dismissTop(['sidebar', 'app', 'everywhere'])).toBe(false);
  expect(dismissed).toEqual(['newer', 'older']);
});

test('[B28] a layer can go by itself from anywhere in the stack, once', () => {
  const { layers, dismissed, add } = stack();
  const first = add('dialog', 'dialog', 'first');
  add('dialog', 'dialog', 'second');
  first();
  first();
  layers.dismissTop(['dialog', 'everywhere']);
  expect(dismissed).toEqual(['second']);
  expect(layers.dismissTop(['dialog', 'everywhere'])).toBe(false);
});

test('[B28] all go newest first', () => {
  const { layers, dismissed, add } = stack();
  add('dialog', 'dialog');
  add('panel', 'app');
  add('hover', 'app');
  layers.dismissAll(['dialog', 'hover']);
  expect(dismissed).toEqual(['app hover', 'dialog dialog']);
  layers.dismissAll();
  expect(dismissed).toEqual(['app hover', 'dialog dialog', 'app panel']);
});

test('[B28] the newest dialog says whose the keys are', () => {
  const { layers, add } = stack();
  expect(layers.modal).toBe(null);
  add('dialog', 'dialog');
  const palette = add('dialog', 'palette');
  add('popover', 'app');
  expect(layers.modal).toBe('palette');
  palette();
  expect(layers.modal).toBe('dialog');
});

test('[X5] an edited title goes first, then the hover card, the popover, the panel, whichever came when', () => {
  const { layers, dismissed, add } = stack();
  for (const kind of ['title', 'panel', 'popover', 'hover'] as const) add(kind, kind === 'title' ? 'sidebar' : 'app');
  const scopes: readonly Place[] = ['sidebar', 'app', 'everywhere'];
  while (layers.dismissTop(scopes)) expect(dismissed.length).toBeLessThan(5);
  expect(dismissed).toEqual(['sidebar title', 'app hover', 'app popover', 'app panel']);
});
