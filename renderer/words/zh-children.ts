import type { enChildren } from './en-children.ts';

export const zhChildren: typeof enChildren = {
  from: (title) => `来自 ${title}`,
  sentBy: (title) => `${title} 发来`,

  backgroundAgents: '后台智能体',
  backgroundNotices: '后台智能体完成时告知派出它的智能体',
  backgroundNoticesHelp: '智能体会在当前工作之后读到这条消息，并可能因此继续工作。',
};
