import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../protocol/event.ts';
import { askPage, dropPage, type Followed, follow, takePage, WAITING } from '../../protocol/follow.ts';
import type { SessionState } from '../../protocol/head.ts';
import { mergeEvents } from '../../protocol/merge.ts';
import { reduceAll } from '../../protocol/reduce.ts';
import type { ItemsPage } from '../../protocol/stream.ts';
import { seed } from '../support/arbitraries.ts';
import { emptyState, history } from '../support/history.ts';

const INCARNATION = 'one';

const batchOf = (events: readonly SessionEvent[], from: number, to: number) =>
  ({ type: 'batch', from, to, events: mergeEvents(events.slice(from - 1, to)) }) as const;

/** The host as it is after `seq` events, and what it would answer. */
const hostAt = (events: readonly SessionEvent[], seq: number) => reduceAll(emptyState, events.slice(0, seq));

function snapshotAt(events: readonly SessionEvent[], seq: number, tail: number) {
  const { head, window } = hostAt(events, seq);
  const items = window.items.slice(-tail);
  const state: SessionState = { head, window: { items, atStart: items.length === window.items.length } };
  return { type: 'snapshot', seq, state } as const;
}

function pageAt(events: readonly SessionEvent[], seq: number, before: number, limit: number): ItemsPage {
  const { head, window } = hostAt(events, seq);
  const older = window.items.filter((item) => item.order < before);
  const items = older.slice(-limit);
  const atEnd = older.length === window.items.length;
  return { incarnation: INCARNATION, seq, path: head.path, items, atStart: items.length === older.length, atEnd };
}

function expectAgreement(view: Followed, host: SessionState): void {
  if (view.kind !== 'live') throw new Error(`The view is ${view.kind}`);
  expect(view.state.head).toEqual(host.head);
  const { items, atStart } = view.state.window;
  expect(items).toEqual(items.length === 0 ? [] : host.window.items.slice(-items.length));
  expect(atStart).toBe(items.length === host.window.items.length);
}

test('[X2] a view that joins anywhere and reads any batches, some twice, equals its host', () => {
  const run = fc.record({
    events: history,
    join: fc.nat(),
    tail: fc.integer({ min: 1, max: 6 }),
    cuts: fc.array(fc.nat(20)),
  });
  fc.assert(
    fc.property(run, ({ events, join, tail, cuts }) => {
      const start = join % (events.length + 1);
      let view = follow(WAITING, INCARNATION, snapshotAt(events, start, tail));
      let seq = start;
      for (const cut of [...cuts, events.length]) {
        const to = Math.min(events.length, seq + cut);
        if (to === seq) continue;
        const batch = batchOf(events, seq + 1, to);
        view = follow(follow(view, INCARNATION, batch), INCARNATION, batch);
        seq = to;
      }
      expectAgreement(view, hostAt(events, seq));
    }),
    { seed, numRuns: 300 },
  );
});

test('[X2] older items fit in whether their page was written before, at or after what the view has seen', () => {
  const run = fc.record({
    events: history,
    join: fc.nat(),
    written: fc.nat(),
    arrives: fc.nat(),
    limit: fc.integer({ min: 1, max: 8 }),
    size: fc.integer({ min: 1, max: 7 }),
  });
  fc.assert(
    fc.property(run, ({ events, join, written, arrives, limit, size }) => {
      const start = join % (events.length + 1);
      const pageSeq = start + (written % (events.length - start + 1));
      const arriveSeq = start + (arrives % (events.length - start + 1));
      let view = askPage(follow(WAITING, INCARNATION, snapshotAt(events, start, 1)), 'older');
      const before = view.kind === 'live' ? view.state.window.items[0]?.order : undefined;
      if (before === undefined || view.kind !== 'live' || !view.paging) return;
      const { from } = view.paging;
      let taken = false;
      for (let seq = start; ; seq = Math.min(seq + size, events.length)) {
        if (!taken && seq >= arriveSeq) {
          view = takePage(view, from, pageAt(events, pageSeq, before, limit));
          taken = true;
        }
        expectAgreement(view, hostAt(events, seq));
        if (seq === events.length) break;
        view = follow(view, INCARNATION, batchOf(events, seq + 1, Math.min(seq + size, events.length)));
      }
      expect(view.kind === 'live' && view.paging).toBe(null);
    }),
    { seed, numRuns: 500 },
  );
});

test('[C81] a batch that leaves a gap, or is of another life of the stream, makes the view stale but keeps what it shows', () => {
  const view = follow(WAITING, INCARNATION, { type: 'snapshot', seq: 5, state: emptyState });
  const ahead = { type: 'batch', from: 7, to: 8, events: [] } as const;
  const next = { type: 'batch', from: 6, to: 6, events: [] } as const;
  expect(follow(view, INCARNATION, ahead)).toEqual({ kind: 'stale', state: emptyState, reading: null });
  expect(follow(view, 'another', next)).toEqual({ kind: 'stale', state: emptyState, reading: null });
  expect(follow(view, INCARNATION, next)).toMatchObject({ kind: 'live', seq: 6 });
});

test('[C67] a page of another path is dropped and may be asked for again', () => {
  const withMore = { ...emptyState, window: { items: [], atStart: false } };
  const view = askPage(follow(WAITING, INCARNATION, { type: 'snapshot', seq: 0, state: withMore }), 'older');
  if (view.kind !== 'live' || !view.paging) throw new Error('No page is asked for');
  const page: ItemsPage = { incarnation: INCARNATION, seq: 0, path: 1, items: [], atStart: true, atEnd: true };
  expect(takePage(view, view.paging.from, page)).toEqual(dropPage(view));
  expect(askPage(dropPage(view), 'older')).toEqual(view);
});
