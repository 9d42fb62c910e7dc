import { expect, test } from 'vitest';
import { contentPolicy } from '../../main/shell/content-policy.ts';

test('[S4.4] a page shows its own pictures and those that it made of what the host gave it, and loads none from elsewhere', () => {
  expect(contentPolicy([]).split('; ')).toContain("img-src 'self' blob:");
});
