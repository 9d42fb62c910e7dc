import { expect, test } from 'vitest';
import {
  MIN_HEIGHT,
  MIN_WIDTH,
  parseWindowState,
  placeWindow,
  type Rectangle,
} from '../../../main/shell/electron/window-state.ts';

const LAPTOP: Rectangle = { x: 0, y: 25, width: 1440, height: 875 };
const LEFT: Rectangle = { x: -1920, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

test('[S2.8] what was written is read again, and anything else is as if nothing was', () => {
  const state = { bounds: { x: -5, y: 0, width: 800, height: 600 }, maximized: true };
  expect(parseWindowState(JSON.stringify(state))).toEqual(state);
  const wrong = ['', '{', 'null', '[]', '{}', '{"bounds":null}', '{"bounds":{"x":0,"y":0,"width":"9","height":9}}'];
  expect(wrong.map(parseWindowState)).toEqual(wrong.map(() => undefined));
  expect(parseWindowState('{"bounds":{"x":0,"y":0,"width":0,"height":9}}')).toBeUndefined();
});

test('[S2.8] a first window has a good size, but none larger than its screen, and the system places it', () => {
  expect(placeWindow(undefined, [LAPTOP])).toEqual({ width: 1200, height: 800, maximized: false });
  expect(placeWindow(undefined, [{ x: 0, y: 0, width: 1024, height: 600 }])).toEqual({
    width: 1024,
    height: 600,
    maximized: false,
  });
  expect(placeWindow(undefined, [])).toEqual({ width: 1200, height: 800, maximized: false });
});

test('[S2.8] a window comes back where it was, on whichever screen', () => {
  expect(placeWindow(at(100, 100), [LAPTOP, LEFT])).toEqual({
    x: 100,
    y: 100,
    width: 1000,
    height: 700,
    maximized: false,
  });
  expect(placeWindow(at(-1500, 50), [LAPTOP, LEFT])).toMatchObject({ x: -1500, y: 50 });
  expect(placeWindow({ ...at(0, 25), maximized: true }, [LAPTOP])).toMatchObject({ maximized: true });
});

test('[S2.8] a window whose screen is gone, or whose title bar cannot be reached, is placed anew', () => {
  for (const lost of [at(-1500, 50), at(3000, 100), at(100, 2000), at(1400, 100), at(100, -500)]) {
    expect(placeWindow(lost, [LAPTOP])).toEqual({ width: 1200, height: 800, maximized: false });
  }
});

test('[S2.8] a window that hangs over the edge is pulled in, one that is too large is cut', () => {
  expect(placeWindow(at(900, 500), [LAPTOP])).toEqual({ x: 440, y: 200, width: 1000, height: 700, maximized: false });
  expect(placeWindow(at(-200, 0), [LAPTOP])).toMatchObject({ x: 0, y: 25 });
  expect(placeWindow(at(0, 25, 3000, 2000), [LAPTOP])).toMatchObject({ x: 0, y: 25, width: 1440, height: 875 });
});

test('[S2.8] no window is smaller than it can be used in', () => {
  expect(placeWindow(at(10, 30, 10, 10), [{ ...LAPTOP, x: -50 }])).toMatchObject({ width: 1200 });
  expect(placeWindow(at(10, 30, 200, 10), [LAPTOP])).toMatchObject({ width: MIN_WIDTH, height: MIN_HEIGHT });
});
