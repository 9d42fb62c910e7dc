import type { enChildren } from './en-children.ts';

export const zhChildren: typeof enChildren = {
  from: (title) => `来自 ${title}`,
  sentBy: (title) => `${title} 发来`,
};
