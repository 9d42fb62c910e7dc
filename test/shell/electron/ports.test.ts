import { expect, test } from 'vitest';
import { type Port, Ports } from '../../../main/shell/electron/ports.ts';

/** Behaves like a MessagePortMain: `close` is also heard by the side that closed, and only once. */
class NotedPort implements Port {
  readonly noted: string[] = [];
  #listeners: (() => void)[] = [];

  on(_event: 'close', listener: () => void): void {
    this.#listeners.push(listener);
  }
  start(): void {
    this.noted.push('started');
  }
  close(): void {
    this.noted.push('closed');
    for (const listener of this.#listeners.splice(0)) listener();
  }
}

function setUp() {
  const ports = new Ports<NotedPort>((port) => port.noted.push('upgraded'));
  const accept = (windowId: number) => {
    const port = new NotedPort();
    ports.accept(windowId, port);
    return port;
  };
  return { ports, accept };
}

test('[S2.8] a port is served before its waiting messages are let through', () => {
  const { accept } = setUp();
  expect(accept(1).noted).toEqual(['upgraded', 'started']);
});

test('[S2.8] a window that reloads gets a new port, and the old one is closed', () => {
  const { ports, accept } = setUp();
  const old = accept(1);
  const other = accept(2);
  const fresh = accept(1);
  expect(old.noted).toEqual(['upgraded', 'started', 'closed']);
  expect([fresh.noted, other.noted]).toEqual([
    ['upgraded', 'started'],
    ['upgraded', 'started'],
  ]);
  expect(ports.count).toBe(2);
});

test('[S2.8] a port that the window closed is forgotten', () => {
  const { ports, accept } = setUp();
  accept(1).close();
  expect(ports.count).toBe(0);
});

test('[S2.8] a window that is gone takes its port along, and the end takes all', () => {
  const { ports, accept } = setUp();
  const [first, second] = [accept(1), accept(2)];
  ports.drop(1);
  expect(first.noted).toContain('closed');
  expect(second.noted).not.toContain('closed');
  ports.close();
  expect(second.noted).toContain('closed');
  expect(ports.count).toBe(0);
});
