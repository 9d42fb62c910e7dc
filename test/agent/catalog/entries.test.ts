import { expect, test } from 'vitest';
import { ENTRIES } from '../../../main/agent/catalog/entries.ts';
import { CustomAgent } from '../../../protocol/agent.ts';
import { draftOf } from '../../../protocol/catalog.ts';
import { CatalogId } from '../../../protocol/ids.ts';

test('[S4.3] the agents that everybody asks for are known', () => {
  const ids: readonly string[] = ENTRIES.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['claude', 'codex', 'gemini', 'opencode', 'goose', 'qwen', 'copilot', 'cursor']),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(ENTRIES)(
  '[S4.3] $name can be saved as an agent in each of its ways, and says what a person needs',
  (entry) => {
    expect(CatalogId.parse(entry.id)).toBe(entry.id);
    for (const way of entry.ways) {
      const found =
        way.kind === 'npx'
          ? ({ kind: 'npx', way, path: '/npx' } as const)
          : ({ kind: 'program', way, path: '/it', version: null } as const);
      const draft = draftOf(entry, found);
      expect(CustomAgent.parse(draft)).toEqual(draft);
    }
    expect(new URL(entry.homepage).protocol).toBe('https:');
    expect([entry.about.en, entry.about.zh, entry.maker].every((text) => text !== '' && !text.includes('\n'))).toBe(
      true,
    );
    expect(Object.keys(entry.install)).not.toEqual([]);
    expect(entry.signIn.command !== null || entry.signIn.variables.length > 0).toBe(true);
  },
);
