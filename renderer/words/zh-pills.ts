import type { Standing } from '../../protocol/tree.ts';
import type { enPills } from './en-pills.ts';

const number = new Intl.NumberFormat('zh-CN').format;

const standings: { readonly [Kind in Standing]: string } = {
  asking: '其中有会话需要答复',
  failed: '其中有会话失败',
  working: '正在工作',
  stopped: '已停止',
  finished: '已完成',
  idle: '空闲',
};

export const zhPills: typeof enPills = {
  pillBar: '这棵树的智能体',
  orchestrator: '总控',
  notBegun: '尚未开始',
  belowStanding: ({ sessions, standing }) => `下方有 ${number(sessions)} 个会话：${standings[standing]}`,
  morePills: '显示更多智能体',
  pinPill: '固定到最前',
  unpinPill: '取消固定',
  sessionFailed: '无法显示此会话。会话内容没有任何更改。',
  hiddenAncestors: (n) => `上方还有 ${number(n)} 个`,
};
