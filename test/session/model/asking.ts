import type { RequestId, TurnId } from '../../../protocol/ids.ts';
import { TITLE_CHARS_MAX } from '../../../protocol/limits.ts';
import { decide, heldIn, isBusy, lastTurn, type ModelSession, type ModelTurn, pathOf } from './tree.ts';
import { closed, type World } from './world.ts';

/** What agents let a person choose of. */
export const MODES: readonly string[] = ['plan', 'run', 'dry'];

// What may be asked of one session as it is. Answers are `ok` or a refusal's code.

export function prompt(world: World, session: ModelSession, id: TurnId, text: string): string {
  const no = closed(session) ?? wrong(text);
  if (no) return no;
  if (session.turns.has(id)) return 'ok';
  if (isBusy(session)) return 'busy';
  world.open(session, id, text);
  return 'ok';
}

export function resume(world: World, session: ModelSession, id: TurnId): string {
  const no = closed(session);
  if (no) return no;
  if (session.turns.has(id)) return 'ok';
  if (isBusy(session)) return 'busy';
  if (!endedBadly(session)) return 'nothing-to-resume';
  world.open(session, id, null);
  return 'ok';
}

export function retry(world: World, session: ModelSession, id: TurnId): string {
  const no = closed(session);
  if (no) return no;
  if (session.turns.has(id)) return 'ok';
  const text = pathOf(session).findLast((turn) => turn.prompt !== null)?.prompt;
  return text ? prompt(world, session, id, text) : 'nothing-to-retry';
}

export function stop(world: World, session: ModelSession): string {
  if (session.deletedAt !== null) return 'session-deleted';
  if (!isBusy(session)) return 'nothing-running';
  session.steering = false;
  world.halt(session);
  return 'ok';
}

/** Also what is being stopped already; then nothing is changed by it. */
export function terminate(world: World, session: ModelSession): string {
  const turn = lastTurn(session);
  const stopping = turn?.phase === 'stopping' && session.deletedAt === null;
  const answer = stopping ? 'ok' : stop(world, session);
  if (answer === 'ok' && turn) world.terminated.push(turn.id);
  if (answer === 'ok' && !stopping) world.stopped.pop();
  return answer;
}

export function clearError(session: ModelSession): string {
  const no = closed(session);
  if (no) return no;
  if (isBusy(session)) return 'busy';
  const turn = endedBadly(session);
  if (!turn) return 'nothing-to-clear';
  turn.cleared = true;
  return 'ok';
}

/** `tree`: what runs below it as well, from the bottom up; it need not run itself. */
export function stopTree(world: World, session: ModelSession, how: 'stop' | 'terminate'): string {
  if (session.deletedAt !== null) return 'session-deleted';
  const running = [...world.depthFirst(session), session].filter((one) => one.deletedAt === null && isBusy(one));
  if (running.length === 0) return 'nothing-running';
  for (const one of running) {
    (how === 'stop' ? stop : terminate)(world, one);
    one.steering = false;
  }
  return 'ok';
}

export function archive(world: World, session: ModelSession, archived: boolean): string {
  const no = closed(session);
  if (no || archived === session.archived) return no ?? 'ok';
  if (archived && isBusy(session)) return 'busy';
  if (archived && world.below(session).some((one) => one.deletedAt === null && isBusy(one))) return 'children-busy';
  session.archived = archived;
  return 'ok';
}

export function answer(
  world: World,
  session: ModelSession,
  request: RequestId,
  optionId: string,
  remember: boolean,
): string {
  const no = closed(session);
  if (no) return no;
  if (!session.requests.includes(request)) return 'already-answered';
  if (optionId !== 'yes' && optionId !== 'no') return 'unknown-option';
  if (remember && !(session.rememberable.has(request) && optionId === 'yes')) return 'not-rememberable';
  decide(session, request, optionId === 'no' ? 'rejected' : remember ? 'always' : 'once', 'person');
  world.answered.push([session.id, request, { kind: 'selected', optionId }]);
  world.ruled ||= remember;
  return 'ok';
}

export function choose(world: World, session: ModelSession, value: string): string {
  const no = closed(session);
  if (no) return no;
  if (!session.option) return 'unknown-option';
  if (!MODES.includes(value)) return 'not-offered';
  // What a fork has copied is wanted of its agent though it is what held.
  if (heldIn(session) !== value) {
    session.option = { ...session.option, wanted: value === session.option.value ? null : value };
  }
  world.chosen.push([session.id, 'mode', value]);
  return 'ok';
}

export function rename(session: ModelSession, title: string): string {
  if (session.deletedAt !== null) return 'session-deleted';
  if (title.trim() === '') return 'empty-title';
  if (title.length > TITLE_CHARS_MAX) return 'title-too-long';
  session.title = title;
  return 'ok';
}

/** `fits`: what was filled in, if anything was, is what the form wants. */
export function answerForm(session: ModelSession, form: RequestId, fits: boolean): string {
  const no = closed(session);
  if (no) return no;
  if (!session.forms.includes(form)) return 'already-answered';
  if (!fits) return 'form-unfit';
  session.forms = session.forms.filter((open) => open !== form);
  return 'ok';
}

/** Sets something that is nobody's business but the session's own. */
export function set(session: ModelSession, what: Partial<Pick<ModelSession, 'pinned' | 'unread'>>): string {
  const no = session.deletedAt !== null ? 'session-deleted' : undefined;
  if (no) return no;
  Object.assign(session, what);
  return 'ok';
}

export const wrong = (text: string) => (text.trim() === '' ? 'empty-prompt' : undefined);

function endedBadly(session: ModelSession): ModelTurn | undefined {
  const turn = lastTurn(session);
  const bad = turn?.phase === 'failed' || turn?.phase === 'interrupted' || turn?.phase === 'stopped';
  return bad && !turn.cleared ? turn : undefined;
}
