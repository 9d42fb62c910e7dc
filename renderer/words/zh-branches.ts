import type { enBranches } from './en-branches.ts';

const number = new Intl.NumberFormat('zh-CN');

export const zhBranches: typeof enBranches = {
  editPrompt: '编辑',
  editedPrompt: '编辑后的提示',
  editHint: '发送后会新建一个分支，之后的内容保留在当前分支。',
  sendEdit: '作为新分支发送',
  notWhileRunning: '智能体正在工作。请先停止它。',
  notWhileRollingBack: '正在回退。',
  rollBackTo: '回退到此处……',
  forkFrom: '从此处派生',
  branchOf: (place, all) => `第 ${number.format(place)} 个，共 ${number.format(all)} 个`,
  previousBranch: '上一个分支',
  nextBranch: '下一个分支',
  continuations: (n) => `另一分支上有 ${number.format(n)} 个后续`,
  showContinuation: '显示',
  rollBackTitle: '回退',
  clearTitle: '清空对话',
  rollBackTakes: (turns, items) => `将回退 ${number.format(turns)} 个轮次，共 ${number.format(items)} 项内容。`,
  rollBackSessions: (n) => `它们派生的 ${number.format(n)} 个会话将一并移除：`,
  rollBackRunning: '其中正在运行的会先停止。',
  rollBackFiles: '文件和工作树保持不变。',
  rollBackUndo: '30 天内可以撤销。',
  rollBackNow: '回退',
  clearNow: '清空',
  rolledBack: (turns) => `已回退 ${number.format(turns)} 个轮次。`,
  rollingBack: '正在回退',
  limitedFor: (time) => `服务方将在 ${time} 后恢复接受请求`,
  limitedOpen: '等待服务方恢复接受请求',
  runAlongside: '立即并行运行',
  awaitingChildren: (n) => `等待 ${number.format(n)} 个子会话`,
};
