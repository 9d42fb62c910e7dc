import type { OwnTool } from '../../protocol/own-tools.ts';
import type { enChildren } from './en-children.ts';

const ownTools: { readonly [Tool in OwnTool]: string } = {
  spawn_agent: '派出智能体',
  wait_for_agents: '等待智能体',
  send_to_agent: '发送消息',
  list_agents: '列出智能体',
  read_session: '读取会话',
  stop_agent: '停止智能体',
  set_title: '为此会话命名',
  set_summary: '总结工作',
  report_progress: '报告进度',
};

export const zhChildren: typeof enChildren = {
  from: (title) => `来自 ${title}`,
  sentBy: (title) => `${title} 发来`,

  backgroundButton: (n) => (n === 0 ? '没有后台智能体' : `后台有 ${n} 个智能体`),
  anotherSession: '另一个会话',
  ownTool: (tool) => ownTools[tool],
  toolAbout: (tool, subject) => `${tool}：${subject}`,
  childSaid: '它说的话',
  childSaidNothing: '它还没有说什么。',
  childNotBegun: '它还没有开始。',
  foldChild: '收起它说的话',
  unfoldChild: '显示它说的话',

  backgroundAgents: '后台智能体',
  backgroundNotices: '后台智能体完成时告知派出它的智能体',
  backgroundNoticesHelp: '智能体会在当前工作之后读到这条消息，并可能因此继续工作。',
};
