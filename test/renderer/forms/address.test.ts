import { expect, test } from 'vitest';
import { piecesOf } from '../../../renderer/forms/address.ts';

test.each([
  ['https://example.com/a?b=example.com#c', ['https://', 'example.com', '/a?b=example.com#c']],
  ['http://localhost:4321/', ['http://', 'localhost:4321', '/']],
  ['https://s/s', ['https://', 's', '/s']],
  ['https://[::1]:8/', ['https://', '[::1]:8', '/']],
])('[S4.4] of an address the host stands out, and nothing is left out: %s', (url, pieces) => {
  expect(Object.values(piecesOf(url))).toEqual(pieces);
});
