import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { isActive } from '../../protocol/turn.ts';
import type { SessionStore } from './ports.ts';

/** What would prompt a sub-agent, or change what its agent alone decides. */
const ITS_AGENTS: ReadonlySet<Command['type']> = new Set([
  ...(['prompt', 'queue', 'steer', 'edit-queued', 'move-queued', 'unqueue', 'release-queue'] as const),
  ...(['resume', 'retry', 'run-alongside', 'edit', 'switch-branch'] as const),
  ...(['rollback', 'clear', 'undo-rollback', 'fork', 'fetch-again', 'set-option'] as const),
]);

/** Why a session that its agent leads itself does not take a command; undefined: that is no reason. */
export function notForNative(head: Head, command: Command, store: Pick<SessionStore, 'head'>): Refusal | undefined {
  if (!head.native || head.deletedAt !== null) return undefined;
  if (ITS_AGENTS.has(command.type)) return { code: 'not-for-native' };
  const stops = command.type === 'terminate' || (command.type === 'stop' && !head.native.canStop);
  if (!stops || !isActive(head.turn)) return undefined;
  const above = head.relationship && store.head(head.relationship.parent);
  return { code: 'native-unstoppable', parent: above && isActive(above.turn) ? above.title.text : null };
}
