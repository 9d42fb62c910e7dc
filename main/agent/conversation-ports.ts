import type { ConversationPorts } from './conversation.ts';
import type { AgentHost } from './host.ts';
import type { PerformPorts } from './perform.ts';
import { Subagents, showsSubagents } from './subagents.ts';

/** What the conversations of a process are given. */
export function conversationPorts(host: AgentHost, ports: PerformPorts): ConversationPorts {
  if (showsSubagents(host.agent)) host.subagents ??= createSubagents(host, ports);
  return {
    ...ports,
    configured: (sessionId, configured) => ports.reports().configured(sessionId, configured),
    request: (method, params) => host.connection.request(method, params),
    held: () => host.connection.held,
    ...(host.subagents && { subagents: host.subagents }),
  };
}

const createSubagents = (host: AgentHost, ports: PerformPorts) =>
  new Subagents(host, {
    clock: ports.clock,
    desk: () => ports.reports().native,
    report: (session, turn, report) => holdWhile(host, ports.reports().report(session, turn, report)),
    isAsking: (session) => ports.permissions.hasOpen(session) || ports.forms.hasOpen(session),
    conversation: () => conversationPorts(host, ports),
  });

/** While the disk fails, nothing more is read from the agent. */
export function holdWhile(host: AgentHost, recorded: Promise<void> | undefined): void {
  if (recorded) host.connection.hold(recorded);
}
