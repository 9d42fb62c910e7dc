import type { enLists } from './en-lists.ts';

export const zhLists: typeof enLists = {
  pinnedSessions: '已置顶',
  pin: '置顶',
  unpin: '取消置顶',
  unread: '未读',
  markRead: '标为已读',
  markUnread: '标为未读',
  archive: '归档',
  unarchive: '放回列表',
  archived: (title) => `已归档“${title}”。`,
  sessionActions: '会话操作',
  shelves: '已归档和已删除',
  archivedSessions: '已归档',
  deletedSessions: '已删除',
  noArchived: '归档的会话保留在这里，不占列表的位置。',
  noDeleted: '删除的会话在这里保留 30 天，之后永久删除。',
  deletedHelp: '删除 30 天后将永久移除。其下的会话会一并恢复。工作树留在磁盘上。',
  restore: '恢复',
  moreSessions: '显示更多',
};
