/** The runbooks that come with Playbook. */
export const enRunbooks = {
  runbooksHere: 'Runbooks for any Git repository',
  tryRunbook: (name: string) => `Try: ${name}`,
  tryIt: 'Try',
  worktreeTests: 'Tests in work trees',
  worktreeTestsHelp: 'Runs the tests in three fresh copies at once.',
  reviewBranch: 'Review of a branch',
  reviewBranchHelp: 'Several agents look at it at once. Name yours behind the command.',
  releaseChecklist: 'Release checklist',
  releaseChecklistHelp: 'Says what is missing, and changes nothing.',
};
