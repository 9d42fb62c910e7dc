/** What is said of agents that others have spawned, in English. */
import { count } from './en-count.ts';

export const enChildren = {
  from: (title: string) => `From ${title}`,
  sentBy: (title: string) => `${title} sent`,

  backgroundButton: (n: number) =>
    n === 0 ? 'No agents in the background' : `${count(n, 'agent', 'agents')} in the background`,
  childSaid: 'What it says',
  childSaidNothing: 'It has said nothing yet.',
  childNotBegun: 'It has not begun.',
  foldChild: (title: string) => `Hide what ${title} says`,
  unfoldChild: (title: string) => `Show what ${title} says`,

  backgroundAgents: 'Background agents',
  backgroundNotices: 'Tell agents when their background agents finish',
  backgroundNoticesHelp: 'The agent reads it as a message, behind what it does just then, and may go on because of it.',
};
