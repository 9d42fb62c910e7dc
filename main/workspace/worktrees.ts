import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Worktree, WorktreeRefusal, WorktreeState } from '../../protocol/worktree.ts';
import { runGit } from './git.ts';

/** Long enough to tell branches apart in a list, short enough for every file system. */
const SLUG_CHARS_MAX = 40;
/** Names that are tried before the last one is made unique by its number. */
const NAMES_MAX = 100;
const BRANCH_PREFIX = 'skein/';

type Wanted = {
  /** A folder in the repository; what has been committed there is what the new one begins with. */
  readonly folder: string;
  /** The folder that holds all work trees that we made. */
  readonly root: string;
  /** Words that the branch is named after. */
  readonly name: string;
  readonly signal: AbortSignal;
};

/** Makes a work tree with a branch of its own. What was made of one that failed, or was aborted, is taken away again. */
export async function addWorktree({ folder, root, name, signal }: Wanted): Promise<Result<Worktree, WorktreeRefusal>> {
  const top = await runGit(folder, ['rev-parse', '--show-toplevel'], signal);
  if (top.code === null && !signal.aborted) return refuse({ code: 'git-missing', message: top.err });
  if (top.code !== 0) return refuse({ code: signal.aborted ? 'worktree-cancelled' : 'not-a-repository', folder });
  const repository = top.out.replace(/\n$/, '');
  const head = await runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal);
  if (head.code !== 0) return refuse({ code: 'no-commit', folder: repository });
  const inside = (await runGit(folder, ['rev-parse', '--show-prefix'], signal)).out.replace(/\/?\n$/, '');

  const place = join(root, basename(repository));
  const slug = await freeSlug(repository, place, slugOf(name), signal);
  const [path, branch] = [join(place, slug), `${BRANCH_PREFIX}${slug}`];
  await mkdir(place, { recursive: true, mode: 0o700 });
  const base = head.out.trim();
  const added = await runGit(repository, ['worktree', 'add', '--quiet', '-b', branch, path, base], signal);
  const worktree = { path, branch, repository, base, folder: inside === '' ? path : join(path, inside) };
  if (added.code === 0 && !signal.aborted) {
    await mkdir(worktree.folder, { recursive: true }); // it may hold nothing that is committed
    return ok(worktree);
  }
  await discard(worktree);
  return refuse(
    signal.aborted ? { code: 'worktree-cancelled', folder } : { code: 'git-failed', message: wordsOf(added.err) },
  );
}

/** What would be lost with it. */
export async function worktreeState({ path, branch }: Worktree): Promise<WorktreeState> {
  if (!existsSync(path)) return { kind: 'gone' };
  const status = await runGit(path, ['status', '--porcelain', '--untracked-files=normal']);
  const ahead = await ownCommits(path, 'HEAD', branch);
  if (status.code !== 0 || ahead.code !== 0) return { kind: 'unknown', message: wordsOf(status.err || ahead.err) };
  const [files, commits] = [status.out.split('\n').length - 1, Number(ahead.out)];
  return files + commits === 0 ? { kind: 'clean' } : { kind: 'holds', files, commits };
}

/**
 * Takes a work tree away, and its branch, when nothing would be lost: whatever is not committed, and commits that no
 * other branch, tag or remote has, keep it where it is. Files that git ignores go.
 */
export async function removeWorktree(worktree: Worktree): Promise<WorktreeState> {
  const state = await worktreeState(worktree);
  if (state.kind === 'holds' || state.kind === 'unknown') return state;
  const { repository, path, branch } = worktree;
  if (state.kind === 'clean') {
    const removed = await runGit(repository, ['worktree', 'remove', path]); // git itself refuses what is not clean
    if (removed.code !== 0) return { kind: 'unknown', message: wordsOf(removed.err) };
  }
  await runGit(repository, ['worktree', 'prune']);
  const left = await ownCommits(repository, branch, branch);
  if (left.code === 0 && Number(left.out) === 0) await runGit(repository, ['branch', '-D', branch]);
  return { kind: 'gone' };
}

/** How many commits no other branch, tag or remote has. Patterns beside `--branches` are without `refs/heads/`. */
const ownCommits = (folder: string, tip: string, branch: string) =>
  runGit(folder, ['rev-list', '--count', tip, '--not', `--exclude=${branch}`, '--branches', '--remotes', '--tags']);

/** One that nobody has worked in yet. */
async function discard({ repository, path, branch, base }: Worktree): Promise<void> {
  await runGit(repository, ['worktree', 'remove', '--force', path]);
  await rm(path, { recursive: true, force: true });
  await runGit(repository, ['worktree', 'prune']);
  const tip = await runGit(repository, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  if (tip.out.trim() === base) await runGit(repository, ['branch', '-D', branch]);
}

/** Neither a folder nor a branch has it. */
async function freeSlug(repository: string, place: string, slug: string, signal: AbortSignal): Promise<string> {
  const refs = await runGit(
    repository,
    ['for-each-ref', '--format=%(refname:short)', `refs/heads/${BRANCH_PREFIX}`],
    signal,
  );
  const taken = new Set(refs.out.split('\n'));
  const names = Array.from({ length: NAMES_MAX }, (_, at) => (at === 0 ? slug : `${slug}-${at + 1}`));
  const free = names.find((one) => !taken.has(`${BRANCH_PREFIX}${one}`) && !existsSync(join(place, one)));
  return free ?? `${slug}-${taken.size + 1}`;
}

/** Words as a branch can be called. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, SLUG_CHARS_MAX).replace(/-+$/, '') || 'task';
}

const wordsOf = (err: string) => err.trim().replace(/^fatal: /, '');
