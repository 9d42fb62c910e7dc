import type { Result } from '../../../protocol/result.ts';
import { releaseChecklist } from './examples/release-checklist.ts';
import { reviewBranch } from './examples/review-branch.ts';
import { worktreeTests } from './examples/worktree-tests.ts';

/** A runbook that comes with Playbook and works on any git repository. */
export type Example = {
  /** Written behind a `/`. */
  readonly name: string;
  readonly about: string;
  readonly hint: string;
  /** The runbook for what was written behind the name; refused with a sentence that says what may be written there. */
  runbook(words: string): Result<string, string>;
};

export const EXAMPLES: readonly Example[] = [
  {
    name: 'worktree-tests',
    about: 'Runs the tests of this repository in several fresh work trees at once',
    hint: 'how many: 3',
    runbook: worktreeTests,
  },
  {
    name: 'review-branch',
    about: 'Has a branch reviewed by several agents at once, and collects what they found',
    hint: 'branch, and agents if you like: feature @claude @codex',
    runbook: reviewBranch,
  },
  {
    name: 'release-checklist',
    about: 'Checks whether this repository is ready for a release, and changes nothing',
    hint: 'version, if you know it: 1.2.0',
    runbook: releaseChecklist,
  },
];
