import { expect, test } from 'vitest';
import { placeBy } from '../../../renderer/completion/place.ts';

const SIZE = { width: 1280, height: 800 };
const area = (top: number, height: number) => ({ top, bottom: top + height, left: 400 }) as DOMRect;

test('[S4.4] what is offered stands over the text, at the letter, and inside the window', () => {
  const placed = placeBy(area(700, 40), 50, 440, SIZE);
  expect(placed).toEqual({ left: 450, maxHeight: 320, bottom: 800 - 700 + 16 });
  expect(placeBy(area(700, 40), 700, 440, SIZE).left).toBe(1280 - 440 - 8);
  expect(placeBy({ ...area(700, 40), left: -90 } as DOMRect, 0, 440, SIZE).left).toBe(8);
});

test('[S4.4] it stands under a text that has no room above it, and is never larger than the room', () => {
  expect(placeBy(area(60, 80), 0, 440, SIZE)).toEqual({ left: 400, maxHeight: 320, top: 60 + 80 + 16 });
  expect(placeBy(area(200, 560), 0, 440, SIZE)).toMatchObject({ maxHeight: 200 - 16 - 8, bottom: 616 });
});
