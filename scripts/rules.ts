import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTable } from './rules/table.ts';
import { printed, problemsOf, tallyOf } from './rules/tally.ts';
import { readTitles } from './rules/titles.ts';
import { changedFiles, staleIn, trialsOf, tryAll } from './rules/trials.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { mutate: { type: 'boolean' }, only: { type: 'string' } } });
const table = parseTable(readFileSync(join(root, 'test', 'RULES.md'), 'utf8'));
const titles = readTitles(root);

const passed = values.mutate ? await mutate(values.only) : report();
process.exitCode = passed ? 0 : 1;

/** Prints what is proved and what is not. Whether the table is complete and true, and the titles name only rules that exist. */
function report(): boolean {
  console.log(printed(tallyOf(table.rules, titles)));
  const noted = table.rules.filter((rule) => rule.mutation !== null).length;
  console.log(`\n${noted} mutations noted`);
  const stale = staleIn(root, table.rules).map((id) => `the mutation of ${id} is no longer in its file`);
  const problems = [...problemsOf(table, titles), ...stale];
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

async function mutate(only: string | undefined): Promise<boolean> {
  const trials = trialsOf(table.rules, titles, only);
  if (trials.length === 0) {
    console.error(only === undefined ? 'No mutation is noted.' : `No mutation is noted for ${only}.`);
    return false;
  }
  const changed = changedFiles(root, trials);
  if (changed.length > 0) {
    console.error(`Commit or undo your changes first, they could be lost: ${changed.join(', ')}`);
    return false;
  }
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.on('SIGINT', abort);
  process.on('SIGTERM', abort);
  return tryAll(root, trials, stop.signal);
}
