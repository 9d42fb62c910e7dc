import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionStore } from '../../main/session/ports.ts';
import { writesOf } from '../../main/session/writes.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import { seed, sessionIdNumber } from '../support/arbitraries.ts';
import { emptyState } from '../support/history.ts';
import { freshStore, putTurn } from './fresh.ts';
import { type ItemHistory, itemHistory } from './item-history.ts';

const NEWEST = Number.MAX_SAFE_INTEGER;

test('[X2] rows read back equal the reduced state, however items grew, ended and grew again', () => {
  const { sessions } = freshStore();
  let n = 0;
  fc.assert(
    fc.property(
      itemHistory,
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 300_000 }),
      (history, limit, chars) => {
        n += 1;
        const state = play(sessions, sessionIdNumber(n), history);
        const { items } = state.window;
        expect(pagesOf(sessions, state.head.id, limit, chars)).toEqual(items);
        expect(items.map((item) => sessions.item(state.head.id, item.id))).toEqual(items);
        expect(sessions.openItems(state.head.id)).toEqual(
          items.filter((item) => 'endedAt' in item && item.endedAt === null),
        );
        expect(sessions.read(state.head.id, items.length)?.state.head).toEqual(state.head);
        expectTexts(sessions, state.head.id, history);
      },
    ),
    { seed, numRuns: 120 },
  );
}, 120_000);

/** Commits each batch as the host would, and answers the state that reducing it gives. */
function play(sessions: SessionStore, id: SessionId, history: ItemHistory): SessionState {
  let state: SessionState = { ...emptyState, head: { ...emptyState.head, id } };
  sessions.commit(id, { durable: true, head: state.head, turns: [putTurn(0)], items: [] });
  for (const events of history.batches) {
    state = reduceAll(state, events);
    const items = writesOf(events, state.window, (item) => sessions.item(id, item));
    expect(sessions.commit(id, { durable: false, head: state.head, turns: [], items })).toEqual({
      ok: true,
      value: undefined,
    });
  }
  return state;
}

/** The whole transcript, as somebody reads it who pages backwards. */
function pagesOf(sessions: SessionStore, id: SessionId, limit: number, chars: number): readonly Item[] {
  let window = sessions.read(id, limit)?.state.window ?? { items: [], atStart: true };
  const items = [...window.items];
  while (!window.atStart) {
    window = sessions.itemsBefore(id, items[0]?.order ?? NEWEST, limit, chars);
    expect(window.items.length).toBeGreaterThan(0);
    expect(window.items.length).toBeLessThanOrEqual(limit);
    items.unshift(...window.items);
  }
  return items;
}

function expectTexts(sessions: SessionStore, id: SessionId, history: ItemHistory): void {
  for (const [item, texts] of history.texts) {
    for (const [key, whole] of texts) {
      const named = key === '' ? null : key;
      expect(sessions.blob(id, item, named, 0, whole.length + 1)).toEqual({ text: whole, length: whole.length });
      const middle = Math.floor(whole.length / 3);
      expect(sessions.blob(id, item, named, middle, 40_001)?.text).toBe(whole.slice(middle, middle + 40_001));
    }
  }
}
