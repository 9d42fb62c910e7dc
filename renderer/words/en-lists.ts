/** What is said of lists of sessions and of what can be done with one. */
export const enLists = {
  pinnedSessions: 'Pinned',
  pin: 'Pin',
  unpin: 'Unpin',
  unread: 'Unread',
  markRead: 'Mark as read',
  markUnread: 'Mark as unread',
  archive: 'Archive',
  unarchive: 'Back to the list',
  archived: (title: string) => `Archived “${title}”.`,
  sessionActions: 'Session actions',
  shelves: 'Archived and deleted',
  archivedSessions: 'Archived',
  deletedSessions: 'Deleted',
  noArchived: 'Sessions that you archive are kept here, out of the way.',
  noDeleted: 'Sessions that you delete wait here for 30 days, then they are gone for good.',
  deletedHelp:
    'Gone for good 30 days after they were deleted. Sessions below them come back with them. Work trees stay on the disk.',
  restore: 'Restore',
  moreSessions: 'Show more',
};
