import type { enChildren } from './en-children.ts';

export const zhChildren: typeof enChildren = {
  from: (title) => `来自 ${title}`,
  sentBy: (title) => `${title} 发来`,

  backgroundButton: (n) => (n === 0 ? '没有后台智能体' : `后台有 ${n} 个智能体`),
  childSaid: '它说的话',
  childSaidNothing: '它还没有说什么。',
  childNotBegun: '它还没有开始。',
  foldChild: (title) => `收起 ${title} 的内容`,
  unfoldChild: (title) => `显示 ${title} 的内容`,

  backgroundAgents: '后台智能体',
  backgroundNotices: '后台智能体完成时告知派出它的智能体',
  backgroundNoticesHelp: '智能体会在当前工作之后读到这条消息，并可能因此继续工作。',
};
