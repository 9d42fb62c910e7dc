import { expect, test } from 'vitest';
import type { Keybinding } from '../../../protocol/keybindings.ts';
import { isReserved } from '../../../renderer/keys/reserved.ts';
import { resolve } from '../../../renderer/keys/resolve.ts';
import { rivalsOf, takerOf } from '../../../renderer/keys/rivals.ts';
import type { SCOPES } from '../../../renderer/keys/scopes.ts';
import { parseKeys, type Stroke, writeKeys } from '../../../renderer/keys/stroke.ts';
import { COMMAND_IDS, type CommandId, ownKeys, scopeOf } from '../../../renderer/keys/table.ts';

type Written = { readonly keys: string | null; readonly command: string; readonly scope?: string };

/** A file with an entry on each line. */
const file = (...entries: readonly Written[]) => ({
  bindings: entries.map((entry, at): Keybinding => ({ scope: null, line: at + 1, column: 3, ...entry })),
  problems: [],
});
const entry = (keys: string | null, command: string, scope?: string): Written =>
  scope === undefined ? { keys, command } : { keys, command, scope };

const bound = (entries: readonly Written[], id: CommandId, mac = false) =>
  (resolve(file(...entries), mac).keys.get(id) ?? []).map(({ keys, scope }) => `${scope} ${keys}`);
const problems = (...entries: readonly Written[]) => resolve(file(...entries), false).problems;

function stroke(keys: string): Stroke {
  const parsed = parseKeys(keys);
  if (!parsed.ok) throw new Error(`${keys}: ${parsed.refusal}`);
  return parsed.value;
}

test('[S3.7] the table is sound: every own key is readable, free in its scope, and nobody else’s', () => {
  for (const mac of [false, true]) {
    const { problems: wrong, keys } = resolve(file(), mac);
    expect(wrong).toEqual([]);
    for (const id of COMMAND_IDS) {
      const own = ownKeys(id, mac);
      expect(keys.get(id), id).toEqual(own === null ? undefined : [{ keys: own, scope: scopeOf(id) }]);
      if (own !== null) expect([writeKeys(stroke(own)), isReserved(stroke(own), mac)]).toEqual([own, false]);
    }
  }
});

test('[S3.7] a command that the file names has those keys and no others', () => {
  expect(bound([], 'sidebar.toggle')).toEqual(['app Mod+B']);
  expect(bound([entry('mod+shift+b', 'sidebar.toggle')], 'sidebar.toggle')).toEqual(['app Mod+Shift+B']);
  const two = [entry('F6', 'sidebar.toggle'), entry('F7', 'sidebar.toggle', 'sidebar')];
  expect(bound(two, 'sidebar.toggle')).toEqual(['app F6', 'sidebar F7']);
  expect(bound([entry(null, 'sidebar.toggle')], 'sidebar.toggle')).toEqual([]);
});

test('[S3.7] a key that the file gives away is taken from the command that had it', () => {
  const given = [entry('Mod+B', 'session.new')];
  expect(bound(given, 'session.new')).toEqual(['app Mod+B']);
  expect(bound(given, 'sidebar.toggle')).toEqual([]);
  const bindings = resolve(file(...given), false);
  expect(takerOf(bindings, 'sidebar.toggle', false)).toBe('session.new');
  expect(takerOf(bindings, 'session.new', false)).toBeUndefined();
  expect(takerOf(resolve(file(), false), 'plan.toggle', false)).toBeUndefined();
  // In another scope nothing is lost.
  expect(bound([entry('Mod+B', 'session.new', 'sidebar')], 'sidebar.toggle')).toEqual(['app Mod+B']);
});

test('[S3.7] a wrong entry is told with its place, and its command keeps its own keys', () => {
  const wrong = [
    entry('Mod+J', 'session.stp'),
    entry('Mod+J', 'session.new', 'nowhere'),
    entry('Mod+Kk', 'session.new'),
    entry('Mod+C', 'session.new'),
    entry('J', 'composer.send'),
    entry('Space', 'session.new', 'transcript'),
    entry('Mod+Enter', 'composer.send', 'app'),
    entry('F6', 'trail.back'),
    entry('f6', 'trail.forward'),
  ];
  expect(problems(...wrong)).toEqual([
    { code: 'unknown-command', command: 'session.stp', line: 1, column: 3 },
    { code: 'unknown-scope', scope: 'nowhere', line: 2, column: 3 },
    { code: 'unreadable-keys', keys: 'Mod+Kk', mistake: 'unknown-key', line: 3, column: 3 },
    { code: 'reserved-keys', keys: 'Mod+C', line: 4, column: 3 },
    { code: 'typed-keys', keys: 'J', line: 5, column: 3 },
    { code: 'reserved-keys', keys: 'Space', line: 6, column: 3 },
    { code: 'bound-scope', command: 'composer.send', scope: 'composer', line: 7, column: 3 },
    { code: 'taken-keys', keys: 'F6', scope: 'app', by: 'trail.back', line: 9, column: 3 },
  ]);
  expect(bound(wrong, 'session.new')).toEqual(['app Mod+N']);
  expect(bound(wrong, 'composer.send')).toEqual(['composer Enter']);
  expect(bound(wrong, 'trail.back')).toEqual(['app F6']);
  expect(bound(wrong, 'trail.forward')).toEqual(['app Mod+]']);
});

test('[S3.7] one key written in two ways is one key', () => {
  expect(problems(entry('Mod+J', 'session.new'), entry('Ctrl+J', 'trail.back'))).toMatchObject([
    { code: 'taken-keys', keys: 'Ctrl+J', by: 'session.new', line: 2 },
  ]);
  expect(resolve(file(entry('Mod+J', 'session.new'), entry('Ctrl+J', 'trail.back')), true).problems).toEqual([]);
});

test('[S3.7] the system’s and the editor’s keys are nobody’s to give, each on its machine', () => {
  const reserved = (keys: string, mac: boolean) => isReserved(stroke(keys), mac);
  expect(['Tab', 'Escape', 'Mod+V', 'Alt+F4', 'Meta+L'].map((keys) => reserved(keys, false))).toEqual(
    Array(5).fill(true),
  );
  expect(['Cmd+Q', 'Mod+W', 'Mod+Z'].map((keys) => reserved(keys, true))).toEqual(Array(3).fill(true));
  expect([reserved('Alt+F4', true), reserved('Mod+H', false), reserved('Mod+J', false)]).toEqual([false, false, false]);
});

test('[S3.7] a wish for a key finds who has it: in the same scope they lose it, around it they share', () => {
  const bindings = resolve(file(), false);
  const rivals = (keys: string, scope: (typeof SCOPES)[number]) =>
    rivalsOf(bindings, 'plan.toggle', scope, stroke(keys), false).map(({ id, loses }) => `${id} ${loses}`);
  expect(rivals('Ctrl+B', 'app')).toEqual(['sidebar.toggle true']);
  expect(rivals('Mod+B', 'transcript')).toEqual(['sidebar.toggle false']);
  expect(rivals('Mod+K', 'app')).toEqual(['palette.open false']);
  expect(rivals('Mod+Enter', 'sidebar')).toEqual([]);
  expect(rivals('Mod+Enter', 'app')).toEqual(['composer.steer false']);
  expect(rivals('Mod+Y', 'app')).toEqual([]);
});
