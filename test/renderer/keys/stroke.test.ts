import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyNamed, MODIFIERS, parseKeys, type Stroke, writeKeys } from '../../../renderer/keys/stroke.ts';

const NAMES = [
  'Enter',
  'Escape',
  'Space',
  'Plus',
  'Delete',
  'ArrowUp',
  'PageDown',
  'F1',
  'F24',
  'A',
  '7',
  '[',
  ',',
  'É',
  'Я',
];

const strokes = fc
  .record({ held: fc.uniqueArray(fc.constantFrom(...MODIFIERS)), key: fc.constantFrom(...NAMES) })
  .map(({ held, key }): Stroke => ({ held: new Set(held), key }));

const read = (text: string): string => {
  const parsed = parseKeys(text);
  return parsed.ok ? writeKeys(parsed.value) : parsed.refusal;
};

test('[S3.7] a key is read as it was written', () => {
  fc.assert(
    fc.property(strokes, (stroke) => {
      const parsed = parseKeys(writeKeys(stroke));
      expect(parsed).toEqual({ ok: true, value: stroke });
    }),
  );
});

test('[S3.7] however the parts are ordered and spelled, a key has one written form', () => {
  const anyCase = (text: string, upper: boolean) => (upper ? text.toUpperCase() : text.toLowerCase());
  fc.assert(
    fc.property(strokes, fc.boolean(), fc.boolean(), (stroke, upper, blanks) => {
      const parts = [...stroke.held].map((part) => anyCase(part, upper));
      const text = [...parts, anyCase(stroke.key, upper)].join(blanks ? ' + ' : '+');
      expect(read(text)).toBe(writeKeys(stroke));
    }),
  );
});

test('[S3.7] any text is a key in its one form, or a mistake', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z+ ]{0,12}$/)), (text) => {
      const parsed = parseKeys(text);
      if (!parsed.ok) return;
      const written = writeKeys(parsed.value);
      expect(parseKeys(written)).toEqual(parsed);
      expect(keyNamed(parsed.value.key)).toBe(parsed.value.key);
    }),
  );
});

test('[S3.7] other names of keys are understood', () => {
  const texts = [
    'cmd+k',
    'Control+Del',
    'option+Up',
    'shift+mod+esc',
    'mod++',
    '+',
    'Ctrl+Shift++',
    'win+return',
    ' f5 ',
  ];
  expect(texts.map(read)).toEqual([
    'Meta+K',
    'Ctrl+Delete',
    'Alt+ArrowUp',
    'Mod+Shift+Escape',
    'Mod+Plus',
    'Plus',
    'Ctrl+Shift+Plus',
    'Meta+Enter',
    'F5',
  ]);
});

test('[S3.7] what is no key says why', () => {
  const texts = [
    '',
    'Mod+',
    'Shift',
    'K+Mod+J',
    'Mod+Kk',
    'Mod+Hyper+K',
    'Mod+mod+K',
    'constructor',
    'toString+K',
    'F25',
  ];
  expect(texts.map(read)).toEqual([
    'no-key',
    'no-key',
    'no-key',
    'two-keys',
    'unknown-key',
    'unknown-key',
    'modifier-twice',
    'unknown-key',
    'unknown-key',
    'unknown-key',
  ]);
});
