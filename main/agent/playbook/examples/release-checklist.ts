import { ok, type Result, refuse } from '../../../../protocol/result.ts';
import { fenced } from '../fence.ts';
import { NEEDS_COMMIT, RUN_TESTS } from './repository.ts';

const VERSION = /^v?(\d[\w.+-]{0,63})$/;

const CLEAN_TASK = `The tests of this repository on a clean copy: with nothing but what is committed.

${fenced('sh tell', RUN_TESTS)}`;

/** `say yes-or-no text` is a line of the list. */
const SAY = `say() { if [ "$1" = yes ]; then echo "[x] $2"; else echo "[ ] $2"; fi; }
holds() { if "$@" >/dev/null 2>&1; then echo yes; else echo no; fi; }`;

const CHECKS = `changed=$(git status --porcelain | grep -c . || true)
say "$(holds [ "$changed" -eq 0 ])" "Everything is committed (files that are not: $changed)"
branch=$(git symbolic-ref -q --short HEAD || true)
say "$(holds [ -n "$branch" ])" "On a branch: $branch"
ahead=$(git rev-list --count '@{upstream}..HEAD' 2>/dev/null || true)
if [ -n "$ahead" ]; then
  behind=$(git rev-list --count 'HEAD..@{upstream}')
  say "$(holds [ "$ahead$behind" = 00 ])" "The same as its upstream, as last fetched ($ahead ahead, $behind behind)"
else say no 'It has no upstream to be pushed to'
fi
say "$(holds grep -q . README.md README README.rst README.txt)" 'There is a read-me'
say "$(holds grep -q . LICENSE LICENSE.md LICENSE.txt COPYING)" 'There is a licence'
changelog=$(git ls-files -- 'CHANGELOG*' 'CHANGES*' 'NEWS*' 'HISTORY*' | head -n 1)
say "$(holds [ -n "$changelog" ])" "There is a change log: $changelog"`;

const versionChecks = (version: string) => `version='${version}'
say "$(holds [ -z "$(git tag --list "$version" "v$version")" ])" "No tag is called $version or v$version yet"
if [ -n "$changelog" ]; then say "$(holds grep -qF "$version" "$changelog")" "The change log speaks of $version"; fi
for file in package.json Cargo.toml pyproject.toml pom.xml mix.exs setup.py; do
  if [ -f "$file" ]; then say "$(holds grep -qF "$version" "$file")" "$file says $version"; fi
done`;

const NEWS = `last=$(git describe --tags --abbrev=0 2>/dev/null || true)
if [ -n "$last" ]; then
  echo "Commits since $last: $(git rev-list --count "$last..HEAD")"
  git --no-pager log --oneline -n 30 "$last..HEAD"
else
  echo "Nothing was tagged yet. Commits: $(git rev-list --count HEAD)"
  git --no-pager log --oneline -n 30
fi`;

/** Looks whether the repository is ready for a release; `words`: its version, if one is meant already. */
export function releaseChecklist(words: string): Result<string, string> {
  const [, version] = VERSION.exec(words) ?? [];
  if (words !== '' && version === undefined)
    return refuse('Say which version, if you know it already: `/release-checklist 1.2.0`.');
  const checks = [NEEDS_COMMIT, SAY, CHECKS, ...(version === undefined ? [] : [versionChecks(version)])].join('\n');
  const name = version ?? 'VERSION';
  return ok(`# Release checklist${version === undefined ? '' : ` for ${version}`}

> Why: what is checked the same way every time is not forgotten on the day when there is no time.

## Check the repository

${fenced('sh tell', checks)}

## Test a clean copy

While the tests run in a work tree of their own, the rest of the list goes on.

${fenced('task title="Tests on a clean copy" worktree=new', CLEAN_TASK)}

## See what is new

${fenced('sh tell', NEWS)}

## Collect

wait

## Left to you

Nothing was changed, tagged or pushed. When every line above is as it should be:

${fenced('text', `git tag -a v${name} -m "${name}"\ngit push origin v${name}`)}
`);
}
