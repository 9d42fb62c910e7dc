import { expect, test } from 'vitest';
import { chooseShell, type Machine, wantsElectron } from '../../scripts/choose-shell.ts';

const desktop: Machine = { platform: 'linux', hasDisplay: true, isRoot: false, wantsBrowser: false };

test.each([
  ['present', 'electron'],
  ['reachable', 'download'],
  ['unreachable', 'browser'],
] as const)('[S2.9] where Electron is %s, npm start chooses %s', (electron, kind) => {
  expect(chooseShell(desktop, electron).kind).toBe(kind);
});

test('[S2.9] the browser comes with its reason', () => {
  const choice = chooseShell(desktop, 'unreachable');
  expect(choice.kind === 'browser' && choice.because).toContain('cannot be reached');
});

test.each([
  ['without a display the address is printed', { hasDisplay: false }, 'address'],
  ['without a display it does not matter who asks for what', { hasDisplay: false, wantsBrowser: true }, 'address'],
  ['who asks for the browser gets it', { wantsBrowser: true }, 'browser'],
  ['root on Linux gets the browser', { isRoot: true }, 'browser'],
] as const)('[S2.9] %s, and Electron is not even looked for', (_, change, kind) => {
  const machine = { ...desktop, ...change };
  expect(wantsElectron(machine)).toBe(false);
  expect(chooseShell(machine, 'present').kind).toBe(kind);
});

test('[S2.9] root on a Mac is like anybody', () => {
  const machine = { ...desktop, platform: 'darwin', isRoot: true };
  expect(wantsElectron(machine)).toBe(true);
  expect(chooseShell(machine, 'present').kind).toBe('electron');
});
