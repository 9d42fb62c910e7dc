import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { TITLE_CHARS_MAX } from '../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import { newHead } from './decide.ts';
import { WINDOW_ITEMS } from './limits.ts';
import { firstChars, occupied } from './open-turn.ts';
import { wantingAll } from './options.ts';
import type { SessionCommit, SessionStore } from './ports.ts';

type ForkCommand = Extract<Command, { type: 'fork' }>;

/**
 * A main session of its own that begins with a copy of the path up to a turn. It has neither relationship nor plan nor
 * marks of the other; its agent goes on in a copy of the conversation where it can make one.
 */
export function forkOf(
  head: Head,
  command: ForkCommand,
  store: SessionStore,
  now: number,
): Result<SessionCommit & { readonly head: Head }, Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  if (head.kind !== 'main') return refuse({ code: 'not-for-kind', kind: head.kind });
  const taken = occupied(head);
  if (taken) return refuse(taken);
  const through = store.turn(head.id, command.turnId);
  if (!through?.active) return refuse({ code: 'unknown-turn' });
  if (head.turn?.id === command.turnId && isActive(head.turn)) return refuse({ code: 'busy' });

  const path = store.preview(head.id, [{ type: 'activate', leaf: command.turnId }], WINDOW_ITEMS);
  if (!path.ok) return path;
  const { turn, itemCount } = path.value.of;
  const title = { ...head.title, text: nextTitle(head.title.text, store.titlesIn(head.folder)) };
  const id = command.newSessionId;
  const fresh = newHead({ sessionId: id, agentId: head.agentId, folder: head.folder, policy: head.policy }, now);
  const { commands } = head;
  const forked: Head = { ...fresh, title, turn, itemCount, commands, options: wantingAll(head.options) };
  const { agentSession } = path.value;
  const commit = {
    durable: true,
    head: forked,
    agentSession: agentSession && { id: agentSession.id, fork: true },
    turns: [{ type: 'copy', from: head.id, upToIndex: through.turn.index }],
    items: [],
  } as const;
  return ok({ id, commit, head: forked });
}

const NUMBERED = /^(?<base>.*) \((?<number>\d+)\)$/s;

/** `Base (2)`, `Base (3)`: the first number that no session of the folder has. */
export function nextTitle(title: string, taken: readonly string[]): string {
  const base = NUMBERED.exec(title)?.groups?.['base'] ?? title;
  const known = new Set(taken);
  for (let number = 2; ; number += 1) {
    const suffix = ` (${number})`;
    const next = `${firstChars(base, TITLE_CHARS_MAX - suffix.length)}${suffix}`;
    if (!known.has(next)) return next;
  }
}
