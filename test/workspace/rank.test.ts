import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestOf, rankedOf } from '../../main/workspace/rank.ts';

const best = (paths: readonly string[], query: string, max = 50) =>
  bestOf(paths.map(rankedOf), query, max).map(({ path }) => path);

test('[S4.4] names come before paths, whole ones before begun ones, and letters anywhere come last', () => {
  const ranked = [
    'api.ts',
    'deep/in/api.ts',
    'api-host.ts',
    'main/host-api.ts',
    'capital.ts',
    'api-docs/old/read.ts',
    'a/p/i.ts',
    'agent/pipe.ts',
  ];
  expect(best(ranked.toReversed(), 'api')).toEqual(ranked);
});

test('[S4.4] a path is found by what was typed of it, folders by their names, without regard to case', () => {
  const paths = ['src/agent/files.ts', 'src/agent/', 'lib/src/agent.ts', 'README.md', 'src/Agent.ts'];
  expect(best(paths, 'src/agent/')).toEqual(['src/agent/', 'src/agent/files.ts']);
  expect(best(paths, 'readme')).toEqual(['README.md']);
  expect(best(paths, './src/AGENT').slice(0, 2)).toEqual(['src/agent/', 'src/Agent.ts']);
  expect(best(paths, 'xyz')).toEqual([]);
});

test('[S4.4] nothing typed: what is nearest to the top', () => {
  expect(best(['a/b/c.ts', 'z.ts', 'a/', 'a/b/', 'a/x.ts'], '', 3)).toEqual(['a/', 'z.ts', 'a/b/']);
});

test('[S4.4] as many as are wanted are the first of all, and each has the letters in their order', () => {
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'C', '/', '.', '-'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 30 }), name, fc.nat(10), (paths, query, max) => {
      const whole = best(paths, query, 100);
      expect(best(paths, query, max + 1)).toEqual(whole.slice(0, max + 1));
      const letters = [...query.replace(/^\.\//, '').toLowerCase()];
      const has = (path: string) => {
        let at = -1;
        return letters.every((letter) => {
          at = path.toLowerCase().indexOf(letter, at + 1);
          return at >= 0;
        });
      };
      expect(new Set(whole)).toEqual(new Set(paths.filter(has)));
    }),
  );
});
