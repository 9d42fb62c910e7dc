import type { enRunbooks } from './en-runbooks.ts';

export const zhRunbooks: typeof enRunbooks = {
  runbooksHere: '适用于任何 Git 仓库的运行手册',
  tryRunbook: (name) => `试试：${name}`,
  tryIt: '试试',
  worktreeTests: '在工作树中测试',
  worktreeTestsHelp: '同时在三份全新副本中运行测试。',
  reviewBranch: '审查分支',
  reviewBranchHelp: '由多个智能体同时审查。在命令后写明要用的智能体。',
  releaseChecklist: '发布检查清单',
  releaseChecklistHelp: '指出还缺什么，不作任何更改。',
};
