import type { WaitCause } from '../../protocol/timeline.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { TreeTab } from '../stores/tree-panel.ts';
import type { enTree, ManyAction } from './en-tree.ts';

const number = new Intl.NumberFormat('zh-CN').format;

export const zhTree: typeof enTree = {
  tree: '会话树',
  showTree: '显示会话树',
  hideTree: '隐藏会话树',
  treeTab: (tab) => tabs[tab],
  treeViews: '会话树的视图',
  widenTree: '让会话树占满窗口',
  narrowTree: '在对话旁显示会话树',
  treeSessions: (n) => `${number(n)} 个会话`,

  needsAttention: '需要处理',
  noneNeeds: '这棵树里没有需要你处理的会话。',
  noneNeedsHelp: '提问、失败、限流和被中断的会话会出现在这里。',
  showAll: '显示全部',
  foldAll: '全部折叠',
  unfoldAll: '全部展开',
  foldBelow: (title) => `折叠“${title}”之下的会话`,
  unfoldBelow: (title) => `展开“${title}”之下的会话`,
  below: (n) => `下有 ${number(n)} 个`,
  linesOf: (added, removed) => `增加 ${added} 行，删除 ${removed} 行`,
  archivedWord: '已归档',
  backgroundWord: '在后台',
  sharePart: (share, text) => `${share} · ${text}`,

  choose: '选择多个',
  chosen: (n) => `已选 ${number(n)} 个`,
  chooseAll: '全选',
  chooseDone: '完成',
  noneRuns: '其中没有正在运行的会话。',
  stopChosen: '停止……',
  archiveChosen: '归档……',
  manyTitle: ({ action, n }) => `要${actions[action].verb} ${number(n)} 个会话吗？`,
  manyHelp: (action) => actions[action].help,
  manyNow: ({ action, n }) => `${actions[action].verb} ${number(n)} 个会话`,
  manyDone: ({ action, n }) => `已${actions[action].verb} ${number(n)} 个会话。`,
  manyFailed: ({ action, done, n }) => `${number(n)} 个会话中已${actions[action].verb} ${number(done)} 个，以下除外：`,
  manyWorking: (done, all) => `${number(done)} / ${number(all)}`,

  graphOf: (title) => `“${title}”的图`,
  graphHelp: '方向键在图中移动，回车打开会话。',
  zoomIn: '放大',
  zoomOut: '缩小',
  fitAll: '显示全部',

  timelineOf: (title) => `“${title}”的时间线`,
  timelineHelp: (key) => `拖动可平移，按住 ${key} 滚动可缩放。`,
  timelineNone: '这棵树里还没有运行过任何内容。',
  timelineMore: (n) => `只显示最新的 ${number(n)} 个轮次。`,
  timelineNow: '现在',
  turnRan: (from, to, took) => `${from} – ${to}，用时 ${took}`,
  turnRuns: (from, took) => `自 ${from} 起，已 ${took}`,
  turnWorks: '进行中',
  turnOutcome: (outcome) => outcomes[outcome],
  waitedFor: ({ cause, took, whom }) => `${waits[cause]} ${took}${whom && `：${whom}`}`,
  nobodyRan: '尚未运行',
};

const tabs: { readonly [Tab in TreeTab]: string } = { outline: '大纲', graph: '图', timeline: '时间线' };
const actions: { readonly [Action in ManyAction]: { readonly verb: string; readonly help: string } } = {
  stop: { verb: '停止', help: '从最深的开始。已完成的内容会保留，每个会话都可以继续。' },
  archive: { verb: '归档', help: '从最深的开始。不会删除任何内容；仍在运行的会话不能归档。' },
};
const outcomes: { readonly [Kind in Outcome['kind']]: string } = {
  completed: '已完成',
  'cut-short': '提前结束',
  stopped: '已停止',
  interrupted: '已中断',
  failed: '失败',
};
const waits: { readonly [Cause in WaitCause['kind']]: string } = {
  line: '排队',
  person: '等待你',
  children: '等待其他会话',
};
