import type { TurnId } from '../../../protocol/ids.ts';
import { prompt, wrong } from './asking.ts';
import { isBusy, type ModelSession } from './tree.ts';
import { closed, type World } from './world.ts';

const QUEUE_MAX = 20;

// What may be asked of the prompts that wait. Answers are `ok` or a refusal's code.

export function queue(world: World, session: ModelSession, id: TurnId, text: string): string {
  const no = closed(session) ?? wrong(text);
  if (no) return no;
  if (session.turns.has(id) || isQueued(session, id)) return 'ok';
  if (!isBusy(session) && session.queue.length === 0) return prompt(world, session, id, text);
  if (session.queue.length >= QUEUE_MAX) return 'queue-full';
  session.queue = [...session.queue, { id, text }];
  return 'ok';
}

export function steer(world: World, session: ModelSession, id: TurnId, text: string): string {
  const no = closed(session) ?? wrong(text);
  if (no) return no;
  if (session.turns.has(id)) return 'ok';
  const queue = [{ id, text }, ...session.queue.filter((queued) => queued.id !== id)];
  if (queue.length > QUEUE_MAX) return 'queue-full';
  session.queue = queue;
  if (!isBusy(session)) {
    world.takeNext(session);
  } else {
    session.steering = true;
    world.halt(session);
  }
  return 'ok';
}

export function editQueued(session: ModelSession, id: TurnId, text: string): string {
  const no = closed(session) ?? wrong(text) ?? notQueued(session, id);
  if (no) return no;
  session.queue = session.queue.map((queued) => (queued.id === id ? { id, text } : queued));
  return 'ok';
}

export function moveQueued(session: ModelSession, id: TurnId, before: TurnId | null): string {
  const no = closed(session) ?? notQueued(session, id);
  if (no || id === before) return no ?? 'ok';
  const others = session.queue.filter((queued) => queued.id !== id);
  const place = before === null ? others.length : others.findIndex((queued) => queued.id === before);
  if (place < 0) return 'not-queued';
  session.queue = [...others.slice(0, place), ...session.queue.filter((one) => one.id === id), ...others.slice(place)];
  return 'ok';
}

export function unqueue(session: ModelSession, id: TurnId): string {
  const no = closed(session) ?? notQueued(session, id);
  if (no) return no;
  if (session.queue[0]?.id === id) session.steering = false;
  session.queue = session.queue.filter((queued) => queued.id !== id);
  if (session.queue.length === 0) Object.assign(session, { held: null, steering: false });
  return 'ok';
}

export function release(world: World, session: ModelSession): string {
  const no = closed(session);
  if (no || session.held === null) return no ?? 'ok';
  session.held = null;
  if (!isBusy(session)) world.takeNext(session);
  return 'ok';
}

const isQueued = (session: ModelSession, id: TurnId) => session.queue.some((queued) => queued.id === id);
const notQueued = (session: ModelSession, id: TurnId) => (isQueued(session, id) ? undefined : 'not-queued');
