import { ok, type Result, refuse } from '../../../../protocol/result.ts';
import { fenced } from '../fence.ts';
import { findBase, NEEDS_COMMIT } from './repository.ts';

/** What git takes for the name of a branch, and a shell for a plain word. */
const BRANCH = /^[A-Za-z0-9_][\w./-]{0,199}$/;
const HANDLE = /^@[a-z][\w-]{0,63}$/i;
/** A file that is larger than this is seldom meant to be in a repository. */
const LARGE_BYTES = 500_000;

const CHANGES = `echo 'Commits:'
git --no-pager log --oneline -n 30 $commits
echo
git --no-pager diff --stat=100 "$base" "$tip"`;

const MARKS = `added=$(git --no-pager diff -U0 "$base" "$tip" | grep '^+' | grep -v '^+++' || true)
found=$(printf '%s\\n' "$added" | grep -E 'TODO|FIXME|XXX|HACK|console\\.log|debugger|dbg!|<<<<<<<|>>>>>>>' | head -n 40 || true)
if [ -n "$found" ]; then printf 'Added lines to look at:\\n%s\\n' "$found"; else echo 'No marks of unfinished work in added lines.'; fi
space=$(git --no-pager diff --check "$base" "$tip" | head -n 20 || true)
if [ -n "$space" ]; then printf 'White space and conflict marks:\\n%s\\n' "$space"; else echo 'White space is in order.'; fi`;

const RISKS = `keys=$(git --no-pager diff -U0 "$base" "$tip" | grep -cE '^\\+.*(BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[baprs]-)' || true)
echo "Added lines that look like keys: $keys"
large=$(git --no-pager diff --diff-filter=AM --name-only "$base" "$tip" | while IFS= read -r file; do
  size=$(git cat-file -s "$tip:$file" 2>/dev/null || echo 0)
  if [ "$size" -gt ${LARGE_BYTES} ]; then echo "  $file ($size bytes)"; fi
done)
if [ -n "$large" ]; then printf 'Large files:\\n%s\\n' "$large"; else echo 'No large files.'; fi
files=$(git --no-pager diff --name-only "$base" "$tip")
tests=$(printf '%s\\n' "$files" | grep -ciE '(^|/|_|\\.|-)(tests?|specs?)(/|_|\\.|-)' || true)
echo "Changed files: $(printf '%s\\n' "$files" | grep -c . || true), of which tests: $tests"`;

/** Has a branch looked at by several agents at once; `words`: the branch, and the handles of agents. */
export function reviewBranch(words: string): Result<string, string> {
  const all = words.split(/\s+/).filter((word) => word !== '');
  const handles = all.filter((word) => word.startsWith('@'));
  const [branch = 'HEAD', more] = all.filter((word) => !word.startsWith('@'));
  if (more !== undefined || !BRANCH.test(branch) || !handles.every((handle) => HANDLE.test(handle)))
    return refuse('Say which branch, and which agents if you want others: `/review-branch feature @claude @codex`.');
  const what = branch === 'HEAD' ? 'the current branch' : `the branch ${branch}`;
  return ok(`# Review of ${what}

> Why: several pairs of eyes see more than one, and they need not wait for each other.

## Look at the changes

${fenced('sh', `${NEEDS_COMMIT}\n${findBase(branch)}\n${CHANGES}`)}

## Review

${handles.length > 0 ? byAgents(what, branch, handles) : byChecks(branch)}

## Collect

wait

These were all answers. Each one stands in full in the session of its agent, where you can ask more.
`);
}

/** Without agents that can read, what a shell can find out. */
function byChecks(branch: string): string {
  const task = (title: string, script: string) =>
    fenced(`task title="${title}"`, `${title}.\n\n${fenced('sh tell', `${findBase(branch)}\n${script}`)}`);
  return [
    task('Unfinished work', MARKS),
    task('Keys, large files and tests', RISKS),
    task(
      'Size of the change',
      `git --no-pager diff --shortstat "$base" "$tip"\ngit --no-pager diff --dirstat "$base" "$tip"`,
    ),
  ].join('\n\n');
}

const byAgents = (what: string, branch: string, handles: readonly string[]) =>
  fenced(
    `task agent="{{item}}" title="Review by {{item}}" each="${handles.join(', ')}"`,
    `Review ${what} of this git repository. Read only: change no file and no branch.

Compare \`${branch}\` with where it left the main branch (\`git diff main...${branch}\`, or master or trunk); if it is the
main branch itself, review its last commit. Read the code around the changes too.

Answer with what you found, the most serious first: file and line, what goes wrong and when, and what you would do
instead. Say so when you found nothing. Leave out what is only a matter of taste.`,
  );
