import type { Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { BRANCHES_MAX } from '../../protocol/limits.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import { isActive } from '../../protocol/turn.ts';
import type { Change } from './change.ts';
import type { SessionCommand } from './decide.ts';
import { type Facts, occupied, prompt, wrongPrompt } from './open-turn.ts';
import type { PathState, TurnWrite } from './ports.ts';

export type PathCommand = Extract<SessionCommand, { type: 'edit' | 'switch-branch' }>;

/** Commands that make another branch the active path. */
export function decidePath(head: Head, command: PathCommand, facts: Facts): Result<Change, Refusal> {
  if (head.deletedAt !== null) return refuse({ code: 'session-deleted' });
  const taken = occupied(head);
  if (taken) return refuse(taken);
  return command.type === 'edit' ? edit(head, command, facts) : switchBranch(head, command, facts);
}

/** The head and the change when a path is left for another: what belonged to its last turn is no more. */
export function onPath(head: Head, path: PathState, writes: readonly TurnWrite[], also: Partial<Head> = {}): Change {
  const fresh = { requests: [], forms: [], limit: null, awaiting: [], unread: false, path: head.path + 1 };
  const state = { head: { ...head, ...fresh, ...path.of, ...also }, window: path.window };
  return { events: [{ type: 'path-changed', state }], agentSession: path.agentSession, turns: writes };
}

/** The new prompt becomes a sibling of the edited one and runs: the branch of the old one stays as it is. */
function edit(head: Head, command: Extract<PathCommand, { type: 'edit' }>, facts: Facts): Result<Change, Refusal> {
  if (head.kind === 'side') return refuse({ code: 'not-for-kind', kind: head.kind });
  const wrong = wrongPrompt(command);
  if (wrong) return refuse(wrong);
  if (facts.turn(command.turnId)) return ok({ events: [] });
  const edited = facts.turn(command.of);
  if (!edited || edited.undone !== null) return refuse({ code: 'unknown-turn' });
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  if (facts.branchCount() >= BRANCHES_MAX) return refuse({ code: 'too-many-branches', maxBranches: BRANCHES_MAX });

  const path = facts.preview([{ type: 'activate', leaf: edited.turn.parent }]);
  if (!path.ok) return path;
  const change = onPath(head, path.value, []);
  const opened = prompt({ ...head, ...path.value.of }, command.turnId, command, facts);
  return opened.ok ? ok({ ...change, events: [...change.events, ...opened.value] }) : opened;
}

/** To a branch and down to its newest leaf. Nothing happens when the turn is on the path already. */
function switchBranch(
  head: Head,
  command: Extract<PathCommand, { type: 'switch-branch' }>,
  facts: Facts,
): Result<Change, Refusal> {
  const wanted = facts.turn(command.turnId);
  if (!wanted || wanted.undone !== null) return refuse({ code: 'unknown-turn' });
  if (wanted.active) return ok({ events: [] });
  if (isActive(head.turn)) return refuse({ code: 'busy' });
  const path = facts.preview([{ type: 'activate', leaf: facts.leafBelow(command.turnId) }]);
  return path.ok ? ok(onPath(head, path.value, [])) : path;
}
