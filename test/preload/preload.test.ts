import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the preload sees of its window and of Electron, and what it did with them. */
const sent: { channel: string; message: unknown; ports: readonly unknown[] }[] = [];
const exposed: Record<string, unknown> = {};
const listeners: ((event: object) => void)[] = [];
const page = { addEventListener: (_: string, listener: (event: object) => void) => listeners.push(listener) };

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => Object.assign(exposed, { [name]: value }) },
  ipcRenderer: {
    postMessage: (channel: string, message: unknown, ports: readonly unknown[]) =>
      sent.push({ channel, message, ports }),
  },
}));

beforeEach(async () => {
  vi.stubGlobal('window', page);
  await import('../../preload/index.ts');
});
afterEach(() => {
  vi.unstubAllGlobals();
  sent.length = 0;
});

const say = (event: object) => {
  for (const listener of listeners) listener({ source: page, data: 'skein:port', ports: ['port'], ...event });
};

test('[S2.8] the one marker with the one port of our own window is passed on', () => {
  say({});
  expect(sent).toEqual([{ channel: 'skein:port', message: null, ports: ['port'] }]);
});

test.each([
  ['another window', { source: {} }],
  ['another message', { data: 'skein:other' }],
  ['a message that only looks alike', { data: { toString: (): string => 'skein:port' } }],
  ['no port', { ports: [] }],
  ['two ports', { ports: ['one', 'two'] }],
])('[S2.8] %s is not', (_, event) => {
  say(event);
  expect(sent).toEqual([]);
});

test('[S2.8] the window learns its platform, cannot change it, and gets nothing else', () => {
  expect(exposed).toEqual({ skein: { platform: process.platform } });
  expect(Object.isFrozen(exposed.skein)).toBe(true);
});
