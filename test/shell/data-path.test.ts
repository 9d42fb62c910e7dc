import { expect, test } from 'vitest';
import { dataPath, type Surroundings } from '../../main/shell/data-path.ts';

const linux: Surroundings = { platform: 'linux', env: {}, home: '/home/ada', cwd: '/work' };

test.each([
  ['what was asked for', '/data', { ...linux, env: { SKEIN_HOME: '/other' } }, '/data'],
  ['relative to where it was typed', 'data', linux, '/work/data'],
  ['SKEIN_HOME', undefined, { ...linux, env: { SKEIN_HOME: '/other' } }, '/other'],
  ['an empty SKEIN_HOME is none', undefined, { ...linux, env: { SKEIN_HOME: '' } }, '/home/ada/.local/share/skein'],
  ['XDG_DATA_HOME', undefined, { ...linux, env: { XDG_DATA_HOME: '/xdg' } }, '/xdg/skein'],
  [
    'never a relative XDG_DATA_HOME',
    undefined,
    { ...linux, env: { XDG_DATA_HOME: 'x' } },
    '/home/ada/.local/share/skein',
  ],
  [
    'a Mac',
    undefined,
    { ...linux, platform: 'darwin', home: '/Users/ada' },
    '/Users/ada/Library/Application Support/Skein',
  ],
  [
    'Windows',
    undefined,
    { ...linux, platform: 'win32', env: { APPDATA: 'D:\\Roaming' }, home: 'C:\\Users\\ada' },
    'D:\\Roaming\\Skein',
  ],
  [
    'Windows without APPDATA',
    undefined,
    { ...linux, platform: 'win32', home: 'C:\\Users\\ada' },
    'C:\\Users\\ada\\AppData\\Roaming\\Skein',
  ],
])('[S2.4] the data folder: %s', (_, asked, around, expected) => {
  expect(dataPath(asked, around)).toBe(expected);
});
