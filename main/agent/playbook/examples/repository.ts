/*
 * Pieces of POSIX shell that work on any git repository. They run under `sh -e`: whatever may come out empty says so
 * with `|| true`. Values that a person wrote are checked before they get here, so none needs quoting beyond the word.
 */

/** Ends with words where there is nothing to work on. */
export const NEEDS_COMMIT = `git rev-parse --is-inside-work-tree >/dev/null 2>&1 || {
  echo 'This folder is in no git repository.'
  exit 1
}
git rev-parse --verify -q HEAD >/dev/null || {
  echo 'This repository has no commit yet.'
  exit 1
}`;

/** Sets `run` to the command that tests the repository, and `install` to what a fresh copy needs first; else empty. */
export const FIND_TESTS = `run=
install=
if [ -f package.json ] && grep -q '"test"[[:space:]]*:' package.json && ! grep -q 'no test specified' package.json; then
  if [ -f pnpm-lock.yaml ]; then run='pnpm test' install='pnpm install --frozen-lockfile'
  elif [ -f yarn.lock ]; then run='yarn test' install='yarn install'
  elif [ -f bun.lock ] || [ -f bun.lockb ]; then run='bun run test' install='bun install'
  elif [ -f package-lock.json ]; then run='npm test' install='npm ci'
  else run='npm test' install='npm install --no-package-lock'
  fi
  if [ -d node_modules ] || ! grep -qi 'dependencies"' package.json; then install=; fi
elif grep -qs '^test[[:space:]]*:' Makefile makefile GNUmakefile; then run='make test'
elif [ -f Cargo.toml ]; then run='cargo test'
elif [ -f go.mod ]; then run='go test ./...'
elif [ -f deno.json ] || [ -f deno.jsonc ]; then run='deno test'
elif [ -f mix.exs ]; then run='mix test'
elif [ -x gradlew ]; then run='./gradlew test'
elif [ -f pom.xml ]; then run='mvn -B test'
elif [ -f Rakefile ]; then run='rake test'
elif [ -f composer.json ] && grep -q '"test"[[:space:]]*:' composer.json; then run='composer test'
elif [ -n "$(git ls-files -- '*.sln' | head -n 1)" ]; then run='dotnet test'
elif [ -n "$(git ls-files -- '*test_*.py' '*_test.py' | head -n 1)" ]; then
  if python3 -m pytest --version >/dev/null 2>&1; then run='python3 -m pytest'; else run='python3 -m unittest discover'; fi
else
  for script in ./test.sh ./run-tests.sh ./run_tests.sh ./script/test ./scripts/test ./scripts/test.sh; do
    if [ -x "$script" ]; then run=$script; break; fi
  done
fi`;

/** Runs the tests and says how they ended. Where there are none, only the repository itself is checked. */
export const RUN_TESTS = `${FIND_TESTS}
if [ -z "$run" ]; then
  echo 'No test command was found, so only the repository itself is checked.'
  run='git fsck --connectivity-only --no-progress'
fi
if [ -n "$install" ]; then
  echo "> $install"
  sh -c "$install" 2>&1
fi
echo "> $run"
if sh -c "$run" 2>&1; then
  echo "Passed at $(git log -1 --format='%h %s')"
else
  code=$?
  echo "Failed with exit code $code at $(git log -1 --format='%h %s')"
  exit "$code"
fi`;

/**
 * Sets `base` to where a branch began: where it left the first of the usual main branches that it has left; for such a
 * branch itself, the commit before its last one, or the empty tree. `commits` names for `git log` what came since.
 */
export const findBase = (branch: string) => `branch='${branch}'
git rev-parse --verify -q "$branch^{commit}" >/dev/null || {
  echo "There is no branch $branch here."
  exit 1
}
tip=$(git rev-parse "$branch^{commit}")
base=
for name in origin/HEAD origin/main origin/master main master trunk develop; do
  fork=$(git merge-base "$name" "$tip" 2>/dev/null || true)
  if [ -n "$fork" ] && [ "$fork" != "$tip" ]; then
    base=$fork
    commits="$base..$tip"
    break
  fi
done
if [ -z "$base" ]; then
  base=$(git rev-parse --verify -q "$tip~1^{commit}" || git hash-object -t tree /dev/null)
  commits="-1 $tip"
fi`;
