import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KeybindingsFile, openKeybindings } from '../../main/settings/keybindings-file.ts';
import { KEYBINDINGS_BYTES_MAX, KEYBINDINGS_FILE, type Keybindings } from '../../protocol/keybindings.ts';
import { FakeClock } from '../support/fake-clock.ts';

const MINE = '[{ "keys": "F6", "command": "session.new" }]';

let folder: string;
let path: string;
let open: KeybindingsFile | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-keys-'));
  path = join(folder, KEYBINDINGS_FILE);
});
afterEach(() => {
  open?.close();
  open = null;
  rmSync(folder, { recursive: true, force: true });
});

/** The file, what it told, and a promise of what it tells next. Time moves when the watch has noticed something. */
function opened() {
  const clock = new FakeClock();
  const noticing = { after: (ms: number, run: () => void) => settle(ms, run), now: () => clock.now() };
  const told: Keybindings[] = [];
  let tell = (_: Keybindings) => {};
  let noticed = () => {};
  const settle = (ms: number, run: () => void) => {
    const cancel = clock.after(ms, run);
    noticed();
    return cancel;
  };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  open = openKeybindings({
    folder,
    clock: noticing,
    log,
    onChange(keybindings) {
      told.push(keybindings);
      tell(keybindings);
    },
  });
  const next = () =>
    new Promise<Keybindings>((resolve) => {
      tell = resolve;
      noticed = () => clock.advance(100);
    });
  const settling = () =>
    new Promise<void>((resolve) => {
      noticed = resolve;
    });
  return { file: open, clock, told, next, settling };
}

const keysOf = ({ bindings }: Keybindings) => bindings.map(({ keys, command }) => `${command} ${keys}`);

test('[S3.7] what the file says is known at once, and without a file nothing is', () => {
  expect(opened().file.keybindings).toEqual({ path, bindings: [], problems: [] });
  open?.close();
  writeFileSync(path, MINE);
  expect(keysOf(opened().file.keybindings)).toEqual(['session.new F6']);
});

test('[S3.7] the file is followed however it is saved: written, replaced, removed', async () => {
  const { next } = opened();
  let heard = next();
  await writeFile(path, MINE);
  expect(keysOf(await heard)).toEqual(['session.new F6']);
  heard = next();
  await writeFile(join(folder, 'saved.tmp'), MINE.replace('F6', 'F7'));
  await rename(join(folder, 'saved.tmp'), path);
  expect(keysOf(await heard)).toEqual(['session.new F7']);
  heard = next();
  rmSync(path);
  expect(keysOf(await heard)).toEqual([]);
});

test('[S3.7] it is read when it has been quiet for a moment, and told when it says something else', async () => {
  const { settling, clock, told } = opened();
  const noticed = settling();
  await writeFile(path, MINE);
  await noticed;
  clock.advance(99);
  expect(told).toEqual([]);
  clock.advance(1);
  expect(told.map(keysOf)).toEqual([['session.new F6']]);
  const again = settling();
  await writeFile(path, MINE);
  await again;
  clock.advance(100);
  expect(told).toHaveLength(1);
});

test('[S3.7] a change is written whole, for its owner alone, and told at once', () => {
  const { file, told } = opened();
  expect(file.change({ type: 'set', command: 'session.new', keys: 'F8', scope: null })).toMatchObject({ ok: true });
  expect(told.map(keysOf)).toEqual([['session.new F8']]);
  expect(keysOf(file.keybindings)).toEqual(['session.new F8']);
  expect(readFileSync(path, 'utf8')).toContain('{ "keys": "F8", "command": "session.new" }');
  expect(existsSync(`${path}.unfinished`)).toBe(false);
  expect(file.change({ type: 'reset', command: 'session.new' })).toMatchObject({ ok: true });
  expect(told.map(keysOf)).toEqual([['session.new F8'], []]);
});

test('[S3.7] a change goes to the file as it is, not as it was told last', () => {
  const { file } = opened();
  writeFileSync(path, `// new\n${MINE}\n`);
  file.change({ type: 'set', command: 'trail.back', keys: 'F9', scope: null });
  expect(keysOf(file.keybindings)).toEqual(['session.new F6', 'trail.back F9']);
  expect(readFileSync(path, 'utf8')).toMatch(/^\/\/ new\n/);
});

test('[S3.7] a file that is a link stays one', () => {
  const real = join(folder, 'dotfile.json');
  writeFileSync(real, MINE);
  symlinkSync(real, path);
  opened().file.change({ type: 'set', command: 'session.new', keys: 'F8', scope: null });
  expect(readFileSync(real, 'utf8')).toBe(MINE.replace('F6', 'F8'));
});

test('[S3.7] a broken file is left alone by a change, and kept aside when all is reset', () => {
  const broken = '[{ "keys": "F6", "command": ';
  writeFileSync(path, broken);
  const { file } = opened();
  expect(file.change({ type: 'set', command: 'session.new', keys: 'F8', scope: null })).toMatchObject({
    ok: false,
    refusal: { code: 'keybindings-broken', line: 1 },
  });
  expect(readFileSync(path, 'utf8')).toBe(broken);
  expect(file.change({ type: 'reset-all' })).toMatchObject({ ok: true });
  expect(readFileSync(`${path}.old`, 'utf8')).toBe(broken);
  expect(file.keybindings).toEqual({ path, bindings: [], problems: [] });
});

test('[S3.7] resetting all of a sound file keeps its comments', () => {
  writeFileSync(
    path,
    `// mine\n[\n  // new\n  { "keys": "F6", "command": "session.new" },\n  { "keys": null, "command": "theme.dark" }\n]\n`,
  );
  const { file } = opened();
  file.change({ type: 'reset-all' });
  expect(readFileSync(path, 'utf8')).toBe('// mine\n[\n  // new\n]\n');
  expect(existsSync(`${path}.old`)).toBe(false);
});

test('[S3.7] a file too large is neither read nor overwritten', () => {
  const large = `${MINE}${' '.repeat(KEYBINDINGS_BYTES_MAX)}`;
  writeFileSync(path, large);
  const { file } = opened();
  expect(file.keybindings.problems).toEqual([{ code: 'too-large', maxBytes: KEYBINDINGS_BYTES_MAX }]);
  expect(file.change({ type: 'set', command: 'session.new', keys: 'F8', scope: null })).toMatchObject({
    refusal: { code: 'keybindings-too-large' },
  });
  expect(readFileSync(path, 'utf8')).toBe(large);
});

test('[S3.7] where nothing can be written the refusal says why', () => {
  const { file, told } = opened();
  rmSync(folder, { recursive: true });
  expect(file.change({ type: 'set', command: 'session.new', keys: 'F8', scope: null })).toMatchObject({
    refusal: { code: 'keybindings-unwritable', message: expect.stringContaining('ENOENT') },
  });
  expect(told).toEqual([]);
});
