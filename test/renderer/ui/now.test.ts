import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ticking } from '../../../renderer/ui/now.ts';

/** As much of a page as time needs. */
class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
  show(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}
let page: Page;
beforeEach(() => {
  page = new Page();
  vi.stubGlobal('document', page);
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('[S5.6] all who ask are told the time together, as often as is said, and nobody is told who has left', () => {
  const { subscribe, read } = ticking(3_000);
  const told: string[] = [];
  const leave = subscribe(() => told.push(`one ${read() - 1_000_000}`));
  const leaveToo = subscribe(() => told.push(`two ${read() - 1_000_000}`));
  vi.advanceTimersByTime(7_000);
  expect(told).toEqual(['one 3000', 'two 3000', 'one 6000', 'two 6000']);
  leave();
  vi.advanceTimersByTime(2_000);
  expect(told.slice(4)).toEqual(['two 9000']);
  leaveToo();
  expect(vi.getTimerCount()).toBe(0);
});

test('[S5.6] in a hidden window time stands still, and moves on when the window is shown', () => {
  const { subscribe, read } = ticking(3_000);
  const told: number[] = [];
  subscribe(() => told.push(read() - 1_000_000));
  page.show('hidden');
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([]);
  page.show('visible');
  expect(told).toEqual([60_000]);
});
