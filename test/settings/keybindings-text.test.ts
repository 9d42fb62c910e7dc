import { expect, test } from 'vitest';
import { parseKeybindings } from '../../main/settings/keybindings-text.ts';
import { KEYBINDINGS_MAX } from '../../protocol/keybindings.ts';

test('[S3.7] entries are read with their places, among comments and with a comma too many', () => {
  const text = [
    '// mine',
    '[',
    '  { "keys": "Mod+J", "command": "session.new" }, // why not',
    '  /* in the sidebar */ { "keys": null, "command": "session.delete", "scope": "sidebar" },',
    ']',
  ].join('\n');
  expect(parseKeybindings(text)).toEqual({
    bindings: [
      { keys: 'Mod+J', command: 'session.new', scope: null, line: 3, column: 3 },
      { keys: null, command: 'session.delete', scope: 'sidebar', line: 4, column: 24 },
    ],
    problems: [],
  });
});

test('[S3.7] a blank file and a missing one say nothing', () => {
  expect(['', ' \n\t'].map(parseKeybindings)).toEqual(Array(2).fill({ bindings: [], problems: [] }));
});

test('[S3.7] each wrong entry is told with its place, and the others count', () => {
  const text = `[
  { "keys": "Mod+J" },
  { "command": "session.new" },
  { "keys": 7, "command": "session.new" },
  { "keys": "", "command": "session.new" },
  { "keys": "Mod+J", "command": "session.new", "when": "never" },
  { "keys": "Mod+J", "command": "session.new", "scope": ["app"] },
  "Mod+J",
  { "keys": "Mod+J", "command": "trail.back" }
]`;
  const { bindings, problems } = parseKeybindings(text);
  expect(bindings).toEqual([{ keys: 'Mod+J', command: 'trail.back', scope: null, line: 9, column: 3 }]);
  expect(problems).toEqual([
    { code: 'bad-field', field: 'command', line: 2, column: 3 },
    { code: 'bad-field', field: 'keys', line: 3, column: 3 },
    { code: 'bad-field', field: 'keys', line: 4, column: 3 },
    { code: 'bad-field', field: 'keys', line: 5, column: 3 },
    { code: 'unknown-field', field: 'when', line: 6, column: 3 },
    { code: 'bad-field', field: 'scope', line: 7, column: 3 },
    { code: 'not-an-entry', line: 8, column: 3 },
  ]);
});

test('[S3.7] what is no JSON is told at its place, and what could be read counts', () => {
  const text = `[
  { "keys": "Mod+J", "command": "session.new" }
  { "keys": "Mod+L", "command": "trail.back" }
]`;
  const { bindings, problems } = parseKeybindings(text);
  expect(problems).toEqual([{ code: 'not-json', need: 'comma', line: 3, column: 3 }]);
  expect(bindings.map(({ keys }) => keys)).toEqual(['Mod+J', 'Mod+L']);
});

test.each([
  ['{ "keys": "Mod+J" }', [{ code: 'not-a-list', line: 1, column: 1 }]],
  ['[ { "keys": "Mod+J" ', [{ code: 'not-json', need: 'end' }]],
  ['[ { "keys": } ]', [{ code: 'not-json', need: 'value', line: 1, column: 13 }]],
  ['[ { "keys" "a" } ]', [{ code: 'not-json', need: 'colon', line: 1, column: 12 }]],
  ['[ { keys: 1 } ]', [{ code: 'not-json' }]],
  ['hello', [{ code: 'not-json' }]],
])('[S3.7] a broken file says what is wrong: %s', (text, expected) => {
  const { bindings, problems } = parseKeybindings(text);
  expect(bindings).toEqual([]);
  expect(problems).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
});

test('[S3.7] more entries than count are told, once', () => {
  const entries = Array.from({ length: KEYBINDINGS_MAX + 2 }, () => '{ "keys": null, "command": "theme.dark" }');
  const { bindings, problems } = parseKeybindings(`[\n${entries.join(',\n')}\n]`);
  expect(bindings).toHaveLength(KEYBINDINGS_MAX);
  expect(problems).toEqual([{ code: 'too-many', max: KEYBINDINGS_MAX, line: KEYBINDINGS_MAX + 2, column: 1 }]);
});
