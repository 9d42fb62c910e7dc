import { expect, test } from 'vitest';
import { addressLines, hasDisplay, type Place, takenLine } from '../../../main/shell/web/words.ts';

test.each([
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', {}, false],
  ['linux', { DISPLAY: 'localhost:10.0', SSH_CONNECTION: '1 2 3 4' }, true],
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: '1 2 3 4' }, false],
  ['win32', {}, true],
])('[S2.9] on %s with %j there is a display: %s', (platform, env, expected) => {
  expect(hasDisplay({ platform, env })).toBe(expected);
});

const place: Place = { platform: 'linux', env: {}, hostname: 'box', user: 'ada' };

test('[S2.9] without a display the address comes with the tunnel that leads to it', () => {
  const lines = addressLines('http://127.0.0.1:7546/#code=abc', 7546, place);
  expect(lines).toContain('  http://127.0.0.1:7546/#code=abc');
  expect(lines).toContain('  ssh -L 7546:127.0.0.1:7546 ada@box');
  expect(addressLines('http://127.0.0.1:7546/', 7546, { ...place, env: { DISPLAY: ':0' } }).join()).not.toContain(
    'ssh',
  );
});

test('[S2.4] a folder that is in use is named, and by whom', () => {
  const holder = { pid: 42, startedAt: 0, shell: 'desktop', url: null, token: null } as const;
  expect(takenLine('/data', holder)).toMatch(/Skein app \(process 42\) is using \/data/);
  expect(takenLine('/data', null)).toContain('/data');
});
