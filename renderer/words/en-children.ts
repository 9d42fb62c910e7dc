/** What is said of agents that others have spawned, in English. */
export const enChildren = {
  from: (title: string) => `From ${title}`,
  sentBy: (title: string) => `${title} sent`,

  backgroundAgents: 'Background agents',
  backgroundNotices: 'Tell agents when their background agents finish',
  backgroundNoticesHelp: 'The agent reads it as a message, behind what it does just then, and may go on because of it.',
};
