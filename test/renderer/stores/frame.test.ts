import { afterEach, expect, test, vi } from 'vitest';
import { collectPerFrame } from '../../../renderer/stores/frame.ts';

/** A window whose frames come when the test says so. */
function start() {
  const frames = new Map<number, () => void>();
  let asked = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    asked += 1;
    frames.set(asked, run);
    return asked;
  });
  vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.delete(frame));
  const taken: (readonly number[])[] = [];
  const add = collectPerFrame<number>((values) => taken.push(values));
  const paint = () => {
    const due = [...frames.values()];
    frames.clear();
    for (const run of due) run();
  };
  return { add, paint, frames, taken };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('[S2.6] however much comes in a frame is handed over once, in order', () => {
  const { add, paint, frames, taken } = start();
  for (let n = 0; n < 1_000; n += 1) add(n);
  expect([frames.size, taken.length]).toEqual([1, 0]);
  paint();
  expect(taken).toEqual([Array.from({ length: 1_000 }, (_, n) => n)]);
  add(1);
  paint();
  paint();
  expect(taken.slice(1)).toEqual([[1]]);
});

test('[S2.6] a window that gets no frames because it is hidden still keeps up, and gets nothing twice', () => {
  const { add, paint, taken } = start();
  add(1);
  add(2);
  vi.advanceTimersByTime(1_000);
  expect(taken).toEqual([[1, 2]]);
  add(3);
  paint();
  vi.advanceTimersByTime(1_000);
  expect(taken).toEqual([[1, 2], [3]]);
  add(4);
  vi.advanceTimersByTime(1_000);
  paint();
  expect(taken).toEqual([[1, 2], [3], [4]]);
});

test('[S2.6] what comes while values are taken waits for the next frame', () => {
  const { paint, frames } = start();
  const taken: (readonly string[])[] = [];
  const add = collectPerFrame<string>((values) => {
    taken.push(values);
    if (taken.length === 1) add('echo');
  });
  add('first');
  paint();
  expect([taken, frames.size]).toEqual([[['first']], 1]);
  paint();
  expect(taken).toEqual([['first'], ['echo']]);
});
