import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { AgentCommand } from '../../protocol/slash.ts';

/** The agent has said what it understands behind a `/`; agents say so again and again. */
export function commandsAre(head: Head, commands: readonly AgentCommand[]): readonly SessionEvent[] {
  return JSON.stringify(commands) === JSON.stringify(head.commands) ? [] : [{ type: 'commands-set', commands }];
}
