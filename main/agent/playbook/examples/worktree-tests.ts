import { ok, type Result, refuse } from '../../../../protocol/result.ts';
import { fenced } from '../fence.ts';
import { FAN_OUT_MAX } from '../task.ts';
import { FIND_TESTS, NEEDS_COMMIT, RUN_TESTS } from './repository.ts';

/** Work trees when nobody says how many: enough to see that a test is not always the same. */
const COUNT = 3;

const LOOK = `${NEEDS_COMMIT}
${FIND_TESTS}
echo "Commit: $(git log -1 --format='%h %s')"
if [ -n "$run" ]; then echo "Tests: $run"; else echo 'Tests: none found'; fi
changed=$(git status --porcelain | grep -c . || true)
if [ "$changed" -gt 0 ]; then echo "Files that are not committed, and so not in the work trees: $changed"; fi`;

const TASK = `The tests of this repository, in a work tree of their own.

${fenced('sh tell', RUN_TESTS)}`;

/** Runs the tests of the repository in several fresh work trees at once; `words`: how many. */
export function worktreeTests(words: string): Result<string, string> {
  const count = words === '' ? COUNT : Number(words);
  if (!Number.isInteger(count) || count < 1 || count > FAN_OUT_MAX)
    return refuse(`Say in how many work trees, from 1 to ${FAN_OUT_MAX}: \`/worktree-tests ${COUNT}\`.`);
  return ok(`# The tests in ${count} work trees

> Why: a test that passes in one fresh copy and fails in another depends on luck, or on something that it does not say.

## Look at the repository

${fenced('sh', LOOK)}

## Run the tests

Each agent gets a work tree that begins with the last commit. It asks before it runs the tests.

${fenced(`task title="Tests" worktree=new count=${count}`, TASK)}

## Collect

wait

That was all. Each work tree stays with its session, with all that the tests left in it.
`);
}
