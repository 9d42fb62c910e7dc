import { expect, test } from 'vitest';
import { isTyped, type Press, pressedAs, strokesOf, writtenAs } from '../../../renderer/keys/pressed.ts';
import { press } from './presses.ts';

const heard = (event: Press) => strokesOf(event).map((stroke) => pressedAs(stroke, false));

test('[S3.7] a press is heard as it is written', () => {
  expect(heard(press('k', 'ctrl'))).toEqual(['Ctrl+K']);
  expect(heard(press('K', 'ctrl shift'))).toEqual(['Ctrl+Shift+K']);
  expect(heard(press(' ', 'alt', { code: 'Space' }))).toEqual(['Alt+Space']);
  expect(heard(press('Enter', 'ctrl'))).toEqual(['Ctrl+Enter']);
  expect(heard(press('Control', 'ctrl', { code: 'ControlLeft' }))).toEqual([]);
});

test('[S3.7] a sign that needs Shift is heard with it, without it, and by its place', () => {
  expect(heard(press('?', 'ctrl shift', { code: 'Slash' }))).toEqual(['Ctrl+Shift+?', 'Ctrl+?', 'Ctrl+Shift+/']);
  expect(heard(press('+', 'ctrl shift', { code: 'Equal' }))).toContain('Ctrl+Plus');
});

test('[S3.7] the keys of other layouts are heard by their place', () => {
  const russian = press('л', 'ctrl', { code: 'KeyK' });
  const french = press('&', 'ctrl', { code: 'Digit1' });
  const german = press('ü', 'ctrl', { code: 'BracketLeft' });
  const dvorak = press('.', 'ctrl', { code: 'KeyE' });
  expect(heard(russian)).toContain('Ctrl+K');
  expect(heard(french)).toEqual(['Ctrl+&', 'Ctrl+1']);
  expect(heard(german)).toContain('Ctrl+[');
  expect(heard(dvorak)).toEqual(['Ctrl+.']);
  expect(heard(press('k', 'ctrl', { code: 'KeyV' }))).toEqual(['Ctrl+K']);
});

test('[S3.7] Mod is Cmd on a Mac and Ctrl elsewhere, both ways', () => {
  const stroke = { held: new Set(['Mod', 'Shift'] as const), key: 'K' };
  expect([pressedAs(stroke, true), pressedAs(stroke, false)]).toEqual(['Shift+Meta+K', 'Ctrl+Shift+K']);
  expect([writtenAs(press('k', 'meta'), true), writtenAs(press('k', 'ctrl'), true)]).toEqual(['Mod+K', 'Ctrl+K']);
  expect([writtenAs(press('k', 'meta'), false), writtenAs(press('k', 'ctrl'), false)]).toEqual(['Meta+K', 'Mod+K']);
});

test('[S3.7] what a text field would take is typed: signs, keys that move, other letters of a Mac and of AltGr', () => {
  const altGr = press('@', 'ctrl alt', { code: 'KeyQ', getModifierState: () => true });
  const typed = [press('j'), press('J', 'shift'), press('Delete'), press('Enter'), press('ArrowUp'), altGr];
  expect(typed.map((event) => isTyped(event, false))).toEqual(typed.map(() => true));
  const free = [press('j', 'ctrl'), press('F2'), press('j', 'alt'), press('Enter', 'alt')];
  expect(free.map((event) => isTyped(event, false))).toEqual(free.map(() => false));
  expect([isTyped(press('∆', 'alt', { code: 'KeyJ' }), true), isTyped(press('Enter', 'alt'), true)]).toEqual([
    true,
    false,
  ]);
});
