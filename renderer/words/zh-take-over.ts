import type { AgentSessionsRefusal } from '../../protocol/origin.ts';
import type { enTakeOver } from './en-take-over.ts';

const refusals: { readonly [Code in Exclude<AgentSessionsRefusal['code'], 'agent-failed'>]: string } = {
  'unknown-agent': '此智能体已不在这里。请选择另一个。',
  'cannot-list': '此智能体不提供会话列表。请选择另一个。',
};

/** What is said of conversations that were begun elsewhere, in Chinese. */
export const zhTakeOver: typeof enTakeOver = {
  takeOver: '接管会话……',
  takeOverSession: '接管会话',
  takeOverOf: (handle: string) => `接管 @${handle} 的会话`,
  takeOverHelp: '在别处（终端或其他应用）与智能体开始的对话，可连同全部内容在这里继续。',
  filterSessions: '按标题或文件夹筛选',
  agentSessions: (agent: string) => `${agent} 的会话`,
  askingForSessions: (agent: string) => `正在向 ${agent} 询问会话`,
  noAgentSessions: (agent: string) => `${agent} 没有会话。`,
  noSuchSessions: '没有匹配的会话。',
  noAgentToTakeFrom: '没有可接管会话的智能体。请先在设置中添加。',
  omittedSessions: (n: number) => `此页过多，还有 ${n} 个未显示。`,
  alreadyHere: '已在这里',
  hereInBin: '在这里的回收站中',
  sessionsRefusal: (code: keyof typeof refusals) => refusals[code],

  fetchingHistory: (agent: string, n: number) => `正在从 ${agent} 获取此前的内容${n === 0 ? '' : `：已有 ${n} 轮`}`,
  stopFetching: '停止获取',
  historyIncomplete: '此前的内容不完整。仍可继续：智能体记得这些内容。',
  historyMissing: '无法获取此前的内容。',
  fetchAgain: '重新获取',
  notWhileFetching: '全部内容到齐后才能发送。',
  thoughtBefore: '已思考',
};
