import { expect } from 'vitest';
import type { Head } from '../../../protocol/head.ts';
import type { SessionId, TurnId } from '../../../protocol/ids.ts';
import type { Item } from '../../../protocol/item.ts';
import type { AgentOption } from '../../../protocol/option.ts';
import type { Turn } from '../../../protocol/turn.ts';
import type { SessionHost } from '../../support/session-host.ts';
import { bornBelow, placeOf, topOf } from './budgets.ts';
import { forksOf, isBusy, lastTurn, type ModelSession, type ModelTurn, pathOf } from './tree.ts';
import { isUpToDate, type View } from './views.ts';
import type { World } from './world.ts';

/** So small that a transcript is several pages. */
const PAGE_ITEMS = 3;

/** All sessions, as the host answers and as the world has them. */
export function compareAll(host: SessionHost, world: World): void {
  for (const session of world.sessions.values()) compare(host, world, session);
  compareShelves(host, world);
  expect(host.permissions.rules()).toHaveLength(world.ruled ? 1 : 0);
}

/** A view that has caught up knows the head, and the end of the transcript without a gap. */
export function compareView(host: SessionHost, view: View): void {
  const shown = view.follower.view;
  if (shown.kind !== 'live' || !isUpToDate(host, view)) throw new Error(`A view of ${view.session} does not catch up`);
  const { head, window } = shown.state;
  const items = pagesForward(host, view.session);
  expect(head).toEqual(headOf(host, view.session));
  expect(window.items).toEqual(items.slice(items.length - window.items.length));
  expect(window.atStart).toBe(window.items.length === items.length);
}

export function headOf(host: SessionHost, id: SessionId): Head {
  const stored = host.store.sessions.read(id, 1);
  if (!stored) throw new Error(`${id} is gone`);
  return stored.state.head;
}

function compare(host: SessionHost, world: World, session: ModelSession): void {
  const head = headOf(host, session.id);
  const items = pagesForward(host, session.id);
  expect(pagesBackward(host, session.id)).toEqual(items);
  expect(shownOf(items, head)).toEqual(saidOn(pathOf(session)));
  const linked = head.children.filter((child) => world.sessions.has(child.session));
  expect(factsOf({ ...head, children: linked })).toEqual(wanted(world, session, items));
  compareLog(host, session);
  const tree = host.service.treeUse(session.id);
  const children = bornBelow(world, placeOf(world, session).root);
  if (session.deletedAt === null)
    expect(tree).toMatchObject({ value: { root: topOf(world, session).id, use: { children } } });
}

/** The log of an aside is nowhere but in memory, and listed nowhere. */
function compareLog(host: SessionHost, { id, kind, decisions }: ModelSession): void {
  const page = host.permissions.decisions({ session: id, before: null, limit: 1_000 });
  const told = page.decisions.map(({ request, verdict, by }) => ({ request, verdict, by: by.kind }));
  expect(told.toReversed()).toEqual(kind === 'side' ? [] : decisions);
}

const TOKEN = /[0-9A-Z]{26}/g;

/** Turn by turn: the prompt, and every word in the order of its birth. Items of a turn stand together. */
function shownOf(items: readonly Item[], head: Head) {
  const orders = items.map((item) => item.order);
  expect(orders).toEqual([...new Set(orders)].toSorted((a, b) => a - b));
  const turns = Map.groupBy(items, (item) => item.turn);
  expect([...turns.keys()].at(-1)).toBe(head.turn?.id);
  return [...turns].map(([turn, own]) => {
    const prompt = own.find((item) => item.kind === 'prompt');
    const words = own.filter((item) => item !== prompt).flatMap((item) => wordsOf(item).match(TOKEN) ?? []);
    return { turn, prompt: prompt ? wordsOf(prompt) : null, words: words.toSorted() };
  });
}

const saidOn = (path: readonly ModelTurn[]) =>
  path.map(({ id, prompt, words }) => ({ turn: id, prompt, words: words.toSorted() }));

function wordsOf(item: Item): string {
  if (item.kind === 'notice') return '';
  if (item.kind !== 'tool') return item.text.head + item.text.tail;
  const parts = item.parts.map((part) => (part.type === 'diff' ? '' : part.text.head + part.text.tail));
  return [item.title, ...parts].join(' ');
}

function factsOf(head: Head) {
  return {
    ...{ id: head.id, kind: head.kind, itemCount: head.itemCount, turn: head.turn && turnFacts(head.turn) },
    ...{ forks: head.forks, queue: head.queue.prompts.map(({ id, text }) => ({ id, text })) },
    ...{ held: head.queue.held, steering: head.queue.steering, rollback: head.rollback?.id ?? null },
    undoable: head.undoable.map(({ id, last, turns, sessions }) => ({ id, last, turns, sessions })),
    requests: head.requests.map((request) => request.id),
    forms: head.forms.map((form) => form.id),
    children: head.children.map((child) => child.session).toSorted(),
    busyBelow: head.busyBelow.toSorted(),
    ...{ deletedAt: head.deletedAt, pinned: head.pinnedAt !== null, archived: head.archivedAt !== null },
    ...{
      unread: head.unread,
      policy: head.policy,
      inherited: head.policyInherited,
      budget: head.budget,
      path: head.path,
      options: head.options.map(optionFacts),
      title: head.title.by === 'person' ? head.title.text : null,
      parent: head.relationship?.parent ?? null,
    },
  };
}

const optionFacts = ({ choice, wanted }: AgentOption) => ({ value: choice.value, wanted });

const turnFacts = ({ id, parent, index, phase }: Turn) => ({
  ...{ id, parent, index },
  phase: phase.kind === 'ended' ? phase.outcome.kind : phase.kind,
  cleared: phase.kind === 'ended' && phase.cleared,
});

function wanted(world: World, session: ModelSession, items: readonly Item[]): ReturnType<typeof factsOf> {
  const turn = lastTurn(session);
  const path: readonly (TurnId | null)[] = pathOf(session).map(({ id }) => id);
  const index = path.length - 1;
  return {
    ...{ id: session.id, kind: session.kind, itemCount: items.length, forks: forksOf(session) },
    turn: turn ? { id: turn.id, parent: turn.parent, index, phase: turn.phase, cleared: turn.cleared } : null,
    ...{ queue: [...session.queue], held: session.held, steering: session.steering, rollback: session.rollback },
    undoable: session.undoable.map(({ id, last, turns, sessions }) => ({ id, last, turns, sessions })),
    requests: [...session.requests],
    forms: [...session.forms],
    children: world
      .childrenOf(session)
      .filter((child) => path.includes(child.spawnedBy))
      .map(({ id }) => id)
      .toSorted(),
    busyBelow: busyOf(world, session),
    ...{ deletedAt: session.deletedAt, pinned: session.pinned, archived: session.archived, unread: session.unread },
    ...{
      policy: session.policy,
      inherited: session.inherited,
      budget: session.budget,
      path: session.path,
      options: session.option ? [session.option] : [],
      title: session.title,
      parent: session.parent,
    },
  };
}

/** The children at work, or with something at work below them. */
const busyOf = (world: World, session: ModelSession) =>
  world
    .childrenOf(session)
    .filter((child) => [child, ...world.below(child)].some((one) => one.deletedAt === null && isBusy(one)))
    .map(({ id }) => id)
    .toSorted();

function compareShelves(host: SessionHost, world: World): void {
  const stored = [...world.sessions.values()].filter((session) => session.kind !== 'side');
  const shelfOf = (session: ModelSession) =>
    session.deletedAt !== null ? 'bin' : session.archived ? 'archived' : 'open';
  for (const shelf of ['open', 'archived', 'bin'] as const) {
    const listed = host.service.list({ after: null, limit: 50, shelf, hidden: true }).sessions.map(({ id }) => id);
    const own = stored.filter((session) => shelfOf(session) === shelf).map(({ id }) => id);
    expect(listed.toSorted(), shelf).toEqual(own.toSorted());
  }
}

function page(host: SessionHost, sessionId: SessionId, from: { before: number } | { after: number }) {
  const answer = host.service.items({ sessionId, from, limit: PAGE_ITEMS });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

export function pagesForward(host: SessionHost, id: SessionId): readonly Item[] {
  const items: Item[] = [];
  for (;;) {
    const { items: more, atEnd } = page(host, id, { after: items.at(-1)?.order ?? -1 });
    items.push(...more);
    if (atEnd) return items;
  }
}

function pagesBackward(host: SessionHost, id: SessionId): readonly Item[] {
  let items: readonly Item[] = [];
  for (;;) {
    const { items: more, atStart } = page(host, id, { before: items[0]?.order ?? Number.MAX_SAFE_INTEGER });
    items = [...more, ...items];
    if (atStart) return items;
  }
}
