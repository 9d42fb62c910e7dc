/** The tools that every session's agent is offered by Skein itself. */
export const OWN_TOOLS = [
  'spawn_agent',
  'wait_for_agents',
  'send_to_agent',
  'list_agents',
  'read_session',
  'stop_agent',
  'set_title',
  'set_summary',
  'report_progress',
] as const;
export type OwnTool = (typeof OWN_TOOLS)[number];

/** What agents are told that the server of these tools is called. */
export const OWN_SERVER = 'skein';

/** How agents write the names of a server and its tool: `mcp__skein__spawn_agent`, `mcp.skein.spawn_agent`, `skein_spawn_agent`. */
const TITLE = new RegExp(`^(?:mcp(?:__|[._]))?${OWN_SERVER}(?:__|[._])(\\w+)$`);

/** The tool of ours that a call of this title is one of; undefined for all others. */
export function ownToolOf(title: string): OwnTool | undefined {
  const [, name] = TITLE.exec(title) ?? [];
  return OWN_TOOLS.find((tool) => tool === name);
}
