import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editKeybindings } from '../../main/settings/keybindings-edit.ts';
import { parseKeybindings } from '../../main/settings/keybindings-text.ts';
import { KEYBINDINGS_MAX } from '../../protocol/keybindings.ts';

const set = (text: string, command: string, keys: string | null, scope: string | null = null) =>
  editKeybindings(text, { type: 'set', command, keys, scope });
const reset = (text: string, command: string) => editKeybindings(text, { type: 'reset', command });

const FILE = `// My keys
[
  // go on
  { "keys": "F6", "command": "trail.back" }, // back
  {
    "keys": "F7", // forth
    "command": "trail.forward"
  }
  // the end
]
`;

test('[S3.7] a new entry comes last, on a line of its own, and the comments stay', () => {
  expect(set(FILE, 'session.new', 'Mod+J', 'sidebar')).toEqual({
    ok: true,
    value: FILE.replace('  }\n', '  },\n').replace(
      '  // the end\n',
      '  // the end\n  { "keys": "Mod+J", "command": "session.new", "scope": "sidebar" }\n',
    ),
  });
});

test('[S3.7] an entry that is there gets the keys, and nothing else in it changes', () => {
  expect(set(FILE, 'trail.forward', null)).toEqual({ ok: true, value: FILE.replace('"F7"', 'null') });
});

test('[S3.7] an entry that goes takes its line and its comma along, not the comments', () => {
  expect(reset(FILE, 'trail.forward')).toEqual({
    ok: true,
    value: '// My keys\n[\n  // go on\n  { "keys": "F6", "command": "trail.back" } // back\n  // the end\n]\n',
  });
});

test('[S3.7] a file begins with what it is for', () => {
  expect(set('', 'session.new', 'Mod+J')).toEqual({
    ok: true,
    value: expect.stringMatching(/^\/\/ .*\n\[\n {2}\{ "keys": "Mod\+J", "command": "session.new" \}\n\]\n$/),
  });
});

test('[S3.7] a text that cannot be read through is left alone, and the place is told', () => {
  const refusal = { code: 'keybindings-broken', line: 2, column: 1 };
  expect(set('[\n', 'session.new', 'Mod+J')).toEqual({ ok: false, refusal: { ...refusal, line: 2 } });
  expect(reset('{}', 'session.new')).toEqual({ ok: false, refusal: { ...refusal, line: 1 } });
});

test('[S3.7] a full file takes no more', () => {
  const full = `[${Array(KEYBINDINGS_MAX).fill('{"keys":null,"command":"theme.dark"}').join(',')}]`;
  expect(set(full, 'session.new', null)).toEqual({
    ok: false,
    refusal: { code: 'keybindings-full', max: KEYBINDINGS_MAX },
  });
  expect(set(full, 'theme.dark', 'F6')).toMatchObject({ ok: true });
});

const COMMANDS = ['session.new', 'trail.back', 'trail.forward', 'theme.dark'] as const;
const entries = fc.record({
  keys: fc.constantFrom('F6', 'Mod+J', null),
  command: fc.constantFrom(...COMMANDS),
  scope: fc.constantFrom(undefined, 'app'),
});
const gaps = fc.constantFrom('', ' ', '\n', ' // a, b\n', '/* , */', '\n  // [ {\n  ', '\r\n');
/** A file as people write them: entries with blanks and comments between, and perhaps a comma at the end. */
const files = fc
  .record({
    entries: fc.array(fc.record({ entry: entries, before: gaps, after: gaps }), { maxLength: 5 }),
    trailing: fc.boolean(),
    last: gaps,
  })
  .map(({ entries: written, trailing, last }) => {
    const parts = written.map(({ entry, before, after }) => `${before}${JSON.stringify(entry)}${after}`);
    return `[${parts.join(',')}${trailing && parts.length > 0 ? ',' : ''}${last}]`;
  });
const changes = fc.oneof(
  fc.record({
    type: fc.constant('set' as const),
    command: fc.constantFrom(...COMMANDS),
    keys: fc.constantFrom('F8', null),
    scope: fc.constantFrom(null, 'sidebar'),
  }),
  fc.record({ type: fc.constant('reset' as const), command: fc.constantFrom(...COMMANDS) }),
);

const meant = (text: string) =>
  parseKeybindings(text).bindings.map(({ keys, command, scope }) => ({ keys, command, scope }));
const comments = (text: string) => text.match(/\/\/[^\n]*|\/\*.*?\*\//g) ?? [];

test('[S3.7] whatever the file looks like, a change does what it says, and no comment is lost', () => {
  fc.assert(
    fc.property(files, changes, (text, change) => {
      const before = meant(text);
      const edited = editKeybindings(text, change);
      if (!edited.ok) throw new Error(edited.refusal.code);
      const others = before.filter(({ command }) => command !== change.command);
      const wanted = change.type === 'set' ? [{ keys: change.keys, command: change.command, scope: change.scope }] : [];
      expect(parseKeybindings(edited.value).problems).toEqual([]);
      expect(meant(edited.value).filter(({ command }) => command !== change.command)).toEqual(others);
      expect(meant(edited.value).filter(({ command }) => command === change.command)).toEqual(wanted);
      expect(comments(edited.value)).toEqual(comments(text));
    }),
    { numRuns: 1_000 },
  );
});
