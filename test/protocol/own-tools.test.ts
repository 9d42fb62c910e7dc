import { expect, test } from 'vitest';
import { OWN_TOOLS, ownToolOf } from '../../protocol/own-tools.ts';

test('[S5.1] a call of our own tools is known however its agent writes it, and nothing else is taken for one', () => {
  for (const name of OWN_TOOLS) {
    for (const title of [`mcp__skein__${name}`, `mcp.skein.${name}`, `mcp_skein_${name}`, `skein_${name}`]) {
      expect(ownToolOf(title)).toBe(name);
    }
  }
  const others = [
    'spawn_agent',
    'mcp__other__spawn_agent',
    'mcp__skein__delete_all',
    'skein_spawn_agent; rm -rf /',
    '',
  ];
  for (const title of others) expect(ownToolOf(title)).toBeUndefined();
});
