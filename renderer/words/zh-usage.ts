import type { enUsage } from './en-usage.ts';

const number = new Intl.NumberFormat('zh-CN');

export const zhUsage: typeof enUsage = {
  usage: '用量',
  usageOf: (figures) => `用量：${figures}`,
  contextWindow: '上下文窗口',
  contextUse: (used, size, share) => `已用 ${used} / ${size} 个词元，${share}`,
  contextFull: (share) => `上下文已用 ${share}`,
  nearlyFull: '快满了',
  nearlyFullHelp: '快满了。智能体可能很快会压缩对话；新会话从空的上下文开始。',
  notReported: '未报告',
  tokensOf: (tokens) => `${tokens} 词元`,
  tokenKind: (kind) => tokenKinds[kind],
  usageTurn: '轮次',
  usageTurns: '轮数',
  usageTime: '时间',
  usageTokens: '词元',
  usageCost: '费用',
  thisSession: '本会话',
  withBelow: (sessions) => `含 ${number.format(sessions)} 个下级会话`,
  usageOfTurns: '各轮用量',
  turnPlace: (place) => turnPlaces[place],
  tokensPartly: (reported, turns) => partly('词元', reported, turns),
  costPartly: (reported, turns) => partly('费用', reported, turns),
  timePartly: (reported, turns) => partly('时间', reported, turns),
  turnUsage: (work, person, children, calls) =>
    `工作 ${work}；等待你 ${person}，等待其他会话 ${children}；工具调用：${calls}`,
  usageHelp: '以智能体报告的为准。金额从不换算；智能体未报告的不计入总数。',
  usageBy: '按',
  usageGroup: (group) => groups[group],
  usagePeriod: '期间',
  usageDays: (days) => (days === 0 ? '全部' : `${number.format(days)} 天`),
  usageNone: '这段时间没有用量。',
  usageNothingYet: '还没有用量。',
  usageTotal: '合计',
  usageMore: '列表未显示全部；合计包含全部。',
  goneSessions: '已删除的会话和旁问',
  onlyTime: '词元和费用未报告',
  agentUsage: (figures) => `最近 30 天：${figures}`,
  agentUnused: '最近 30 天未使用',
};

const partly = (what: string, reported: number, turns: number) =>
  `${what}只含 ${number.format(turns)} 轮中的 ${number.format(reported)} 轮；其余未报告。`;

const tokenKinds = {
  input: '输入',
  output: '输出',
  cachedRead: '读自缓存',
  cachedWrite: '写入缓存',
  thought: '思考',
} as const;
const turnPlaces = { branch: '其他分支', undone: '已回退', gone: '已永久回退' } as const;
const groups = { agent: '智能体', folder: '文件夹', day: '日期', session: '会话' } as const;
