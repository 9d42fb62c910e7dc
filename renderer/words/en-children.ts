/** What is said of agents that others have spawned, in English. */
export const enChildren = {
  from: (title: string) => `From ${title}`,
  sentBy: (title: string) => `${title} sent`,
};
