import { z } from 'zod';
import type { SessionId } from './ids.ts';

const Path = z.string().min(1).max(4096);

/** A git work tree that was made for a session. */
export const Worktree = z.object({
  /** Absolute. */
  path: Path,
  branch: z.string().min(1).max(1024),
  /** The top of the work tree that it was made from. */
  repository: Path,
  /** The commit that it began with. */
  base: z.string().min(1).max(64),
  /** In it, the folder that answers to the one that it was asked for. */
  folder: Path,
});
export type Worktree = Readonly<z.infer<typeof Worktree>>;

/** `holds`: files that are not committed, and commits that nothing else has. `unknown`: git could not say. */
export type WorktreeState =
  | { readonly kind: 'clean' }
  | { readonly kind: 'holds'; readonly files: number; readonly commits: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly message: string };

/** Nothing was made. */
export type WorktreeRefusal =
  | { readonly code: 'git-missing'; readonly message: string }
  | { readonly code: 'not-a-repository'; readonly folder: string }
  | { readonly code: 'no-commit'; readonly folder: string } // there is nothing yet that it could begin with
  | { readonly code: 'git-failed'; readonly message: string }
  | { readonly code: 'worktree-cancelled'; readonly folder: string };

/** The work tree of a session. `used`: sessions work in it that are elsewhere. */
export type SessionWorktree = {
  readonly session: SessionId;
  readonly title: string;
  readonly worktree: Worktree;
  readonly state: WorktreeState | { readonly kind: 'used'; readonly titles: readonly string[] };
};
