import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended } from '../child.ts';
import type { Mutation, Rule } from './table.ts';
import type { Titles } from './titles.ts';

/** A rule whose mutation is to be tried, and the unit tests that name it. */
export type Trial = { readonly rule: string; readonly mutation: Mutation; readonly tests: readonly string[] };

/** How many tests failed; `broken` when some could not be run, or none was there, which shows nothing. */
type Run =
  | { readonly kind: 'ran'; readonly failed: number }
  | { readonly kind: 'broken' }
  | { readonly kind: 'aborted' };

/** A mutated loop may never end. Longer than the longest test may take, several times over. */
const RUN_MS = 300_000;

/** The trials for the rules that note a mutation, or for `only` one of them. End-to-end specs take no part. */
export function trialsOf(rules: readonly Rule[], titles: Titles, only: string | undefined): readonly Trial[] {
  return rules.flatMap(({ id, mutation }) => {
    if (!mutation || (only !== undefined && only !== id)) return [];
    const tests = (titles.get(id) ?? []).filter((file) => !file.endsWith('.spec.ts'));
    return [{ rule: id, mutation, tests }];
  });
}

/** The source with the mutation in it, or undefined when what it replaces is not there exactly once. */
export function mutated(source: string, { before, after }: Mutation): string | undefined {
  const place = source.indexOf(before);
  if (place < 0 || source.indexOf(before, place + 1) >= 0) return undefined;
  return source.slice(0, place) + after + source.slice(place + before.length);
}

/** The rules whose mutation cannot be tried any more, because their file has changed. */
export const staleIn = (root: string, rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(({ id, mutation }) =>
    mutation && mutated(readFileSync(join(root, mutation.file), 'utf8'), mutation) === undefined ? [id] : [],
  );

/** Of the files that the trials would change, those with changes that are not committed. */
export function changedFiles(root: string, trials: readonly Trial[]): readonly string[] {
  const files = [...new Set(trials.map((trial) => trial.mutation.file))];
  if (files.length === 0) return [];
  const status = execFileSync('git', ['status', '--porcelain', '--', ...files], { cwd: root, encoding: 'utf8' });
  return status.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
}

/**
 * Tries each mutation and says how it went, a line each. Resolves with whether all were noticed. Every file is as before
 * when this returns, also when `signal` is aborted.
 */
export async function tryAll(root: string, trials: readonly Trial[], signal: AbortSignal): Promise<boolean> {
  const sound = await runTests(
    root,
    trials.flatMap((trial) => trial.tests),
    trials.map((trial) => trial.rule),
    signal,
  );
  if (sound.kind !== 'ran' || sound.failed > 0) {
    console.error('The tests fail, or cannot run, before anything is changed.');
    return false;
  }
  let allKilled = true;
  for (const trial of trials) {
    const verdict = await tryOne(root, trial, signal);
    if (signal.aborted) return false;
    allKilled &&= verdict === 'killed';
    console.log(`${trial.rule.padEnd(5)} ${verdict.padEnd(9)} ${trial.mutation.file}: ${trial.mutation.before}`);
  }
  return allKilled;
}

async function tryOne(root: string, trial: Trial, signal: AbortSignal): Promise<string> {
  const file = join(root, trial.mutation.file);
  const source = readFileSync(file, 'utf8');
  const changed = mutated(source, trial.mutation);
  if (changed === undefined) return 'not there exactly once';
  if (trial.tests.length === 0) return 'no unit test names it';
  try {
    writeFileSync(file, changed);
    const run = await runTests(root, trial.tests, [trial.rule], signal);
    if (run.kind !== 'ran') return 'tests did not run to their end';
    return run.failed > 0 ? 'killed' : 'SURVIVED';
  } finally {
    writeFileSync(file, source);
  }
}

/** Runs those tests in `files` whose titles name one of `rules`. */
async function runTests(
  root: string,
  files: readonly string[],
  rules: readonly string[],
  signal: AbortSignal,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'skein-rules-'));
  const outcome = join(folder, 'outcome.json');
  const titles = rules.map((rule) => `\\[${rule}\\]`).join('|');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [
    vitest,
    'run',
    ...new Set(files),
    '-t',
    titles,
    '--bail=1',
    '--reporter=json',
    `--outputFile=${outcome}`,
  ];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', timeout: RUN_MS });
  const forget = endWith(child, signal);
  try {
    const code = await ended(child);
    return signal.aborted ? { kind: 'aborted' } : readOutcome(outcome, code);
  } finally {
    forget();
    rmSync(folder, { recursive: true });
  }
}

function endWith(child: ChildProcess, signal: AbortSignal): () => void {
  const end = () => void child.kill();
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return () => signal.removeEventListener('abort', end);
}

/** A file that does not even load has no failed test: that is not what a mutation should show. */
function readOutcome(file: string, exitCode: number): Run {
  try {
    const outcome = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    const failed = Number(outcome['numFailedTests']);
    const passed = exitCode === 0 && Number(outcome['numPassedTests']) > 0;
    return failed > 0 || passed ? { kind: 'ran', failed } : { kind: 'broken' };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'broken' };
    throw error;
  }
}
