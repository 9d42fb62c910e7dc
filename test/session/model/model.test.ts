import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, test, vi } from 'vitest';
import { seed } from '../../support/arbitraries.ts';
import { makeFastFolder } from './fast-folder.ts';
import { Player } from './player.ts';
import { step } from './steps.ts';

/** Enough for every kind of step to meet every other; more are run by hand. */
const RUNS = Number(process.env.SKEIN_RUNS ?? 80);
const STEPS_MAX = Number(process.env.SKEIN_STEPS ?? 80);

const folder = makeFastFolder('skein-model-');
beforeAll(() => vi.stubEnv('TMPDIR', folder));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test(
  `[X2] [S3.1] whatever is asked by whomever, in whatever order: the host answers and has what a simple model has, and so has every view (seed ${seed})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: STEPS_MAX, size: 'max' }), async (steps) => {
        const player = new Player();
        try {
          for (const one of steps) await player.take(one);
          await player.settle(true);
        } catch (error) {
          throw new Error(`After:\n${player.log.join('\n')}`, { cause: error });
        } finally {
          player.host.close();
        }
      }),
      { seed, numRuns: RUNS },
    );
  },
  RUNS * 2_000,
);
