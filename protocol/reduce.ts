import type { ItemEvent, PartPatch, SessionEvent, ToolPatch } from './event.ts';
import type { Head, SessionState, Window } from './head.ts';
import type { Item, ToolItem, ToolPart } from './item.ts';
import { assertNever } from './result.ts';
import { appendText, EMPTY_TEXT } from './text.ts';
import type { Turn } from './turn.ts';

/**
 * The only meaning of an event. Host, window and distant viewer run this same function, so they cannot disagree.
 * Pure: no clock, no ids, no I/O.
 */
export function reduce(state: SessionState, event: SessionEvent): SessionState {
  return reduceAll(state, [event]);
}

/** Several events at the price of one copy of the window. */
export function reduceAll(state: SessionState, events: readonly SessionEvent[]): SessionState {
  let head = state.head;
  let items: Item[] | undefined;
  let { atStart } = state.window;
  for (const event of events) {
    head = reduceHead(head, event);
    if (event.type === 'path-changed') {
      ({ items, atStart } = onPath(items ?? state.window.items, atStart, event.state.window));
    }
    if (!isItemEvent(event)) continue;
    items ??= [...state.window.items];
    applyToItems(items, atStart, event);
  }
  if (head === state.head && !items) return state;
  return { head, window: items ? { items, atStart } : state.window };
}

export function isItemEvent(event: SessionEvent): event is ItemEvent {
  return (
    event.type === 'text-appended' ||
    event.type === 'tool-updated' ||
    event.type === 'item-added' ||
    event.type === 'item-ended'
  );
}

/** What an event on an existing item makes of it. Also used for items outside every window. */
export function reduceItem(item: Item, event: ItemEvent): Item {
  switch (event.type) {
    case 'item-added':
      return item; // it is there already
    case 'text-appended':
      return append(item, event.key, event.at, event.text);
    case 'tool-updated':
      return item.kind === 'tool' ? patched(item, event.patch) : item;
    case 'item-ended':
      return item.kind === 'reply' || item.kind === 'thought' ? { ...item, endedAt: event.at } : item;
    default:
      return assertNever(event);
  }
}

/** Where an item of this order belongs in a sorted list. */
export function placeOf(items: readonly Item[], order: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as Item).order < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Keeps the newest `max` items: what a host or a view forgets is still in the store. */
export function trimWindow(window: Window, max: number): Window {
  if (window.items.length <= max) return window;
  return { items: window.items.slice(window.items.length - max), atStart: false };
}

function reduceHead(head: Head, event: SessionEvent): Head {
  switch (event.type) {
    case 'renamed':
      return { ...head, title: event.title };
    case 'deleted':
      return { ...head, deletedAt: event.at };
    case 'restored':
      return { ...head, deletedAt: null };
    case 'turn-opened':
      return opened(head, event.turn);
    case 'turn-moved':
      return withPhase(head, event.turn, event.phase);
    case 'turn-ended': {
      const phase = { kind: 'ended', outcome: event.outcome, at: event.at, cleared: false } as const;
      const ended = withPhase(head, event.turn, phase);
      if (ended === head) return head;
      const unread = event.outcome.kind === 'stopped' ? head.unread : true;
      const limit = event.outcome.kind === 'failed' ? head.limit : null; // why it failed, and how long that lasts
      return { ...ended, updatedAt: event.at, limit, awaiting: [], progress: null, unread };
    }
    case 'asked':
      return { ...head, requests: [...head.requests, event.request], unread: true };
    case 'answered':
      return { ...head, requests: head.requests.filter(({ id }) => id !== event.decision.request) };
    case 'form-asked':
      return { ...head, forms: [...head.forms, event.form], unread: true };
    case 'form-answered':
      return { ...head, forms: head.forms.filter((form) => form.id !== event.form) };
    case 'plan-set':
      return { ...head, plan: event.plan };
    case 'context-set':
      return { ...head, context: event.context };
    case 'turn-used':
      return { ...head, spent: event.spent };
    case 'queue-set':
      return { ...head, queue: event.queue };
    case 'path-changed':
      return event.state.head;
    case 'rollback-set':
      return { ...head, rollback: event.rollback };
    case 'undoable-set':
      return { ...head, undoable: event.undoable };
    case 'child-linked':
      return { ...head, children: [...head.children, event.child] };
    case 'child-unlinked':
      return { ...head, children: head.children.filter((child) => child.session !== event.session) };
    case 'awaiting-set':
      return { ...head, awaiting: event.children };
    case 'busy-below-set':
      return { ...head, busyBelow: event.children };
    case 'budget-set':
      return { ...head, budget: event.budget };
    case 'summary-set':
      return { ...head, summary: event.summary };
    case 'progress-set':
      return { ...head, progress: event.progress };
    case 'lines-set':
      return { ...head, lines: event.lines };
    case 'worktree-set':
      return { ...head, worktree: event.worktree };
    case 'native-set':
      return { ...head, native: event.native };
    case 'origin-set':
      return { ...head, origin: event.origin };
    case 'options-set':
      return { ...head, options: event.options };
    case 'commands-set':
      return { ...head, commands: event.commands };
    case 'policy-set':
      return { ...head, policy: event.policy, policyInherited: event.inherited };
    case 'limit-set':
      return { ...head, limit: event.limit };
    case 'end-cleared':
      return cleared(head, event.turn);
    case 'pinned':
      return { ...head, pinnedAt: event.at };
    case 'archived':
      return { ...head, archivedAt: event.at };
    case 'marked':
      return { ...head, unread: event.unread };
    case 'item-added':
      return { ...heard(head, event.item), itemCount: head.itemCount + 1 };
    case 'text-appended':
    case 'tool-updated':
    case 'item-ended':
    case 'granted':
      return head;
    default:
      return assertNever(event);
  }
}

/** A turn that is over stays over, and news of an older turn never touches the last one. */
function withPhase(head: Head, turnId: Turn['id'], phase: Turn['phase']): Head {
  const turn = head.turn;
  if (turn === null || turn.id !== turnId || turn.phase.kind === 'ended') return head;
  return { ...head, turn: { ...turn, phase } };
}

/** A turn beside others joins them; one that was fetched from elsewhere is older than its session. A session that is worked in is not put away, and was looked at. */
function opened(head: Head, turn: Turn): Head {
  const forks = head.forks.map((fork) =>
    fork.index !== turn.index || fork.turns.includes(turn.id) ? fork : { ...fork, turns: [...fork.turns, turn.id] },
  );
  const updatedAt = Math.max(head.updatedAt, turn.at);
  return { ...head, turn, forks, updatedAt, limit: null, unread: false, archivedAt: null };
}

/** The first thing that can be seen of a running turn: it is waited for no longer. */
function heard(head: Head, item: Item): Head {
  const turn = head.turn;
  if (turn?.phase.kind !== 'running' || turn.id !== item.turn) return head;
  if (item.kind === 'prompt' || item.kind === 'notice') return head;
  return turn.phase.heard ? head : { ...head, turn: { ...turn, phase: { kind: 'running', heard: true } } };
}

function cleared(head: Head, turnId: Turn['id']): Head {
  const turn = head.turn;
  if (turn?.id !== turnId || turn.phase.kind !== 'ended') return head;
  return { ...head, turn: { ...turn, phase: { ...turn.phase, cleared: true } } };
}

/** The end of another path, with what is already held before it: whatever comes before an item is the same on each path. */
function onPath(held: readonly Item[], heldFromStart: boolean, end: Window): { items: Item[]; atStart: boolean } {
  const first = end.items[0];
  const place = first ? held.findIndex((item) => item.id === first.id) : -1;
  if (place < 0) return { items: [...end.items], atStart: end.atStart };
  return { items: [...held.slice(0, place), ...end.items], atStart: heldFromStart };
}

/** `items` is the caller's own copy. Items before the window stay outside it: they come with their page. */
function applyToItems(items: Item[], atStart: boolean, event: ItemEvent): void {
  if (event.type === 'item-added') {
    const place = placeOf(items, event.item.order);
    if (items[place]?.id === event.item.id || (place === 0 && !atStart)) return;
    items.splice(place, 0, event.item);
    return;
  }
  const place = items.findLastIndex((item) => item.id === event.item);
  const item = items[place];
  if (item) items[place] = reduceItem(item, event);
}

function append(item: Item, key: string | null, at: number, text: string): Item {
  if (item.kind === 'reply' || item.kind === 'thought') {
    return { ...item, text: appendText(item.text, at, text) };
  }
  if (item.kind !== 'tool') return item;
  const parts = item.parts.map((part) =>
    part.type !== 'diff' && part.key === key ? { ...part, text: appendText(part.text, at, text) } : part,
  );
  return { ...item, parts };
}

function patched(item: ToolItem, patch: ToolPatch): ToolItem {
  const { parts, ...fields } = patch;
  return { ...item, ...fields, parts: parts ? parts.map((part) => partOf(item, part)) : item.parts };
}

function partOf(item: ToolItem, patch: PartPatch): ToolPart {
  if (patch.type === 'diff') return patch;
  const known = item.parts.find((part) => part.type === patch.type && part.key === patch.key);
  return { ...patch, text: known && known.type !== 'diff' ? known.text : EMPTY_TEXT };
}
