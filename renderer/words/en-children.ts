const ownTools: { readonly [Tool in OwnTool]: string } = {
  spawn_agent: 'Spawn agent',
  wait_for_agents: 'Wait for agents',
  send_to_agent: 'Send a message',
  list_agents: 'List agents',
  read_session: 'Read session',
  stop_agent: 'Stop agent',
  set_title: 'Name this session',
  set_summary: 'Sum up its work',
  report_progress: 'Report progress',
};

/** What is said of agents that others have spawned, in English. */
import type { OwnTool } from '../../protocol/own-tools.ts';
import { count } from './en-count.ts';

export const enChildren = {
  from: (title: string) => `From ${title}`,
  sentBy: (title: string) => `${title} sent`,

  backgroundButton: (n: number) =>
    n === 0 ? 'No agents in the background' : `${count(n, 'agent', 'agents')} in the background`,
  anotherSession: 'another session',
  ownTool: (tool: OwnTool) => ownTools[tool],
  toolAbout: (tool: string, subject: string) => `${tool}: ${subject}`,
  childSaid: 'What it says',
  childSaidNothing: 'It has said nothing yet.',
  childNotBegun: 'It has not begun.',
  foldChild: 'Hide what it says',
  unfoldChild: 'Show what it says',

  backgroundAgents: 'Background agents',
  backgroundNotices: 'Tell agents when their background agents finish',
  backgroundNoticesHelp: 'The agent reads it as a message, behind what it does just then, and may go on because of it.',
};
