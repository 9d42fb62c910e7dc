import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askPage,
  BEFORE_START,
  type Followed,
  follow,
  type PageWanted,
  setAbove,
  shownOf,
  takePage,
  toEnd,
  WAITING,
} from '../../protocol/follow.ts';
import type { Window } from '../../protocol/head.ts';
import type { ItemsPage } from '../../protocol/stream.ts';
import { type PageFrom, STRETCH_CHARS_MAX, STRETCH_ITEMS_MAX } from '../../protocol/stretch.ts';
import { seed } from '../support/arbitraries.ts';
import { INCARNATION, LongHost } from '../support/long-host.ts';

const PAGE = 200;
const TAIL = 100;

type Live = Extract<Followed, { kind: 'live' }>;

function live(view: Followed): Live {
  if (view.kind !== 'live') throw new Error(`The view is ${view.kind}`);
  return view;
}

/** One view of a host: it may be behind, and pages may be under way, for as long as the test likes. */
class Reader {
  readonly host: LongHost;
  view: Followed;
  #answer: { readonly from: PageFrom; readonly page: ItemsPage } | undefined;

  constructor(host: LongHost) {
    this.host = host;
    this.view = follow(WAITING, INCARNATION, host.snapshot(TAIL));
  }

  get shown(): Window {
    return shownOf(live(this.view));
  }

  ask(wanted: PageWanted): void {
    const asked = live(askPage(this.view, wanted));
    if (asked.paging && asked !== this.view) {
      const { from } = asked.paging;
      this.#answer = { from, page: this.host.page(from, PAGE) };
    }
    this.view = asked;
  }

  arrive(): void {
    if (this.#answer) this.view = takePage(this.view, this.#answer.from, this.#answer.page);
    this.#answer = undefined;
  }

  read(wanted: PageWanted): void {
    this.ask(wanted);
    this.arrive();
  }

  catchUp(events: number): void {
    const { seq } = live(this.view);
    const to = Math.min(this.host.seq, seq + events);
    if (to > seq) this.view = follow(this.view, INCARNATION, this.host.batch(seq + 1, to));
  }

  setAbove(above: boolean): void {
    this.view = setAbove(this.view, above);
  }

  leave(): void {
    this.view = toEnd(this.view);
  }

  resync(): void {
    this.view = follow(this.view, INCARNATION, this.host.snapshot(TAIL));
  }

  /** Whatever it holds is, without a gap, what the host had at the view's seq; and there is a bound to it. */
  check(): void {
    const { seq, state, reading } = live(this.view);
    const { head, window } = this.host.at(seq);
    expect(state.head).toEqual(head);
    expectSlice(state.window, window);
    expect(state.window.items.at(-1)?.id).toBe(window.items.at(-1)?.id);
    if (reading?.fresh) expectSlice(reading, window);
    for (const { items } of [state.window, reading ?? state.window]) {
      expect(items.length).toBeLessThanOrEqual(STRETCH_ITEMS_MAX);
    }
  }
}

function expectSlice({ items, atStart }: Window, whole: Window): void {
  const from = whole.items.findIndex((item) => item.id === items[0]?.id);
  expect(from).toBeGreaterThanOrEqual(0);
  expect(atStart).toBe(from === 0);
  const real = whole.items.slice(from, from + items.length);
  // A thousand items many times: only a difference is worth a report.
  if (!isDeepStrictEqual(items, real)) expect(items).toEqual(real);
}

type Step =
  | { readonly do: 'add' | 'older' | 'newer' | 'arrive' | 'start' | 'end' | 'above' | 'below' | 'resync' | 'path' }
  | { readonly do: 'say' | 'late' | 'jump'; readonly place: number }
  | { readonly do: 'many' | 'catch-up'; readonly count: number };

const just = <const Name extends string>(...names: readonly Name[]) =>
  fc.record({ do: fc.constantFrom(...names) }) as fc.Arbitrary<{ readonly do: Name }>;
const place = fc.nat(1_000_000);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: just('older', 'newer') },
  { weight: 8, arbitrary: just('arrive') },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('catch-up' as const), count: fc.nat(40) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('say' as const, 'late' as const), place }) },
  { weight: 3, arbitrary: just('add', 'above', 'below') },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('many' as const), count: fc.nat(300) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('jump' as const), place }) },
  { weight: 1, arbitrary: just('start', 'end', 'resync', 'path') },
);

function take(reader: Reader, one: Step): void {
  if ('place' in one) takeAt(reader, one.do, one.place % reader.host.items.length);
  else if (one.do === 'many') for (let n = 0; n < one.count; n += 1) reader.host.add();
  else if (one.do === 'catch-up') reader.catchUp(one.count);
  else if (one.do === 'older' || one.do === 'newer') reader.ask(one.do);
  else DO[one.do](reader);
}

const DO = {
  add: ({ host }: Reader) => host.add(),
  path: ({ host }: Reader) => host.changePath(),
  arrive: (reader: Reader) => reader.arrive(),
  resync: (reader: Reader) => reader.resync(),
  start: (reader: Reader) => reader.ask({ after: BEFORE_START }),
  end: (reader: Reader) => reader.leave(),
  above: (reader: Reader) => reader.setAbove(true),
  below: (reader: Reader) => reader.setAbove(false),
};

function takeAt(reader: Reader, what: 'say' | 'late' | 'jump', place: number): void {
  const { host } = reader;
  if (what === 'say') host.say(place, ' and more');
  else if (what === 'late') host.addBehind(place);
  else reader.ask({ after: host.items[place]?.order ?? 0 });
}

test('[S3.8] whoever scrolls, jumps and lags while a long session goes on holds a part of it without a gap, and never more than a bound', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 80 }), (steps) => {
      const reader = new Reader(new LongHost(2_500));
      for (const one of steps) {
        take(reader, one);
        reader.check();
      }
      reader.arrive();
      reader.catchUp(Number.POSITIVE_INFINITY);
      reader.check();
    }),
    { seed, numRuns: 150 },
  );
});

test('[S3.8] page by page one reaches the start and comes back to the end, past all items and in order', () => {
  const host = new LongHost(3_050);
  const reader = new Reader(host);
  reader.setAbove(true);
  const up = new Set<string>();
  while (!reader.shown.atStart) {
    reader.read('older');
    for (const item of reader.shown.items) up.add(item.id);
  }
  expect(up.size).toBe(3_050);
  expect(live(reader.view).reading).not.toBe(null);

  const down = new Set<string>();
  while (live(reader.view).reading) {
    for (const item of reader.shown.items) down.add(item.id);
    reader.read('newer');
    reader.check();
  }
  for (const item of reader.shown.items) down.add(item.id);
  expect([...down]).toEqual(host.items.map((item) => item.id));
});

test('[S3.8] what streams at the end leaves a stretch that is read far above untouched, the very same value', () => {
  const host = new LongHost(3_000);
  const reader = new Reader(host);
  reader.read({ after: BEFORE_START });
  const before = live(reader.view).reading;
  expect(before?.items[0]?.order).toBe(0);
  for (let n = 0; n < 50; n += 1) {
    host.add();
    host.say(host.items.length - 1, 'words');
  }
  reader.catchUp(100);
  expect(live(reader.view).reading).toBe(before);
  host.say(3, ' late');
  reader.catchUp(1);
  expect(live(reader.view).reading?.items[3]).toMatchObject({ text: { head: 'Item 3 late' } });
  expect(live(reader.view).reading?.items[4]).toBe(before?.items[4]);
});

test('[S3.8] a reader above the end keeps what they read however much comes; one at the end keeps only the end', () => {
  const host = new LongHost(100);
  const [above, atEnd] = [new Reader(host), new Reader(host)];
  above.setAbove(true);
  const first = above.shown.items[0]?.id;
  for (let n = 0; n < 2_000; n += 1) host.add();
  for (const reader of [above, atEnd]) {
    reader.catchUp(900);
    reader.catchUp(1_100);
    reader.check();
  }
  expect(above.shown.items[0]?.id).toBe(first);
  expect(atEnd.shown.items.at(-1)?.id).toBe(host.items.at(-1)?.id);
  above.leave();
  above.check();
  expect(above.shown.items.at(-1)?.id).toBe(host.items.at(-1)?.id);
});

test('[S3.8] after a snapshot the reader keeps what they read until it was read anew', () => {
  const host = new LongHost(3_000);
  const reader = new Reader(host);
  reader.read({ after: BEFORE_START });
  host.say(7, ' late');
  reader.resync();
  const { reading } = live(reader.view);
  expect(reading).toMatchObject({ fresh: false });
  expect(reading?.items[7]).toMatchObject({ text: { head: 'Item 7' } });
  reader.ask('newer');
  expect(live(reader.view).paging).toBe(null);
  reader.read({ after: BEFORE_START });
  reader.check();
  expect(reader.shown.items[7]).toMatchObject({ text: { head: 'Item 7 late' } });
});

test('[S3.8] a reader far from the end stays where they are when the path changes, and reads the other one there', () => {
  const host = new LongHost(3_000);
  const reader = new Reader(host);
  reader.read({ after: BEFORE_START });
  const { items } = reader.shown;
  host.changePath();
  reader.catchUp(1);
  expect(live(reader.view).reading).toMatchObject({ fresh: false });
  expect(reader.shown.items).toBe(items);
  reader.check();
  reader.read({ after: items[50]?.order ?? 0 });
  expect(live(reader.view).reading).toMatchObject({ fresh: true });
  expect(reader.shown.items[0]?.id).toBe(items[51]?.id);
  reader.check();
});

test('[S3.8] when nothing is left where a reader was on the path before, the end is shown', () => {
  const host = new LongHost(3_000);
  const reader = new Reader(host);
  reader.read({ after: host.items[1_000]?.order ?? 0 });
  host.clear();
  reader.catchUp(1);
  reader.read({ after: reader.shown.items[0]?.order ?? 0 });
  expect(live(reader.view).reading).toBe(null);
  expect(reader.shown).toEqual({ items: [], atStart: true });
});

test('[S3.8] a stretch of long texts is bounded by its characters', () => {
  const host = new LongHost(400);
  for (let n = 0; n < 400; n += 1) host.say(n, 'x'.repeat(100_000));
  const reader = new Reader(host);
  reader.setAbove(true);
  for (let n = 0; n < 3; n += 1) reader.read('older');
  const chars = reader.shown.items.reduce((sum, item) => sum + (item.kind === 'reply' ? item.text.head.length : 0), 0);
  expect(chars).toBeLessThanOrEqual(STRETCH_CHARS_MAX);
  expect(chars).toBeGreaterThan(STRETCH_CHARS_MAX / 4);
  reader.check();
});

test('[S3.8] a page that was asked for before another was wanted more is let go', () => {
  const host = new LongHost(3_000);
  const reader = new Reader(host);
  reader.ask('older');
  const asked = live(reader.view).paging;
  if (!asked) throw new Error('No page is asked for');
  reader.ask({ after: BEFORE_START });
  const waiting = reader.view;
  expect(takePage(waiting, asked.from, host.page(asked.from, PAGE))).toBe(waiting);
  reader.arrive();
  expect(reader.shown.atStart).toBe(true);
});

test('[S3.8] a page of older items is let go when the items that it was to join were cut off meanwhile', () => {
  const host = new LongHost(2_000);
  const reader = new Reader(host);
  reader.ask('older');
  for (let n = 0; n < 1_500; n += 1) host.add();
  reader.catchUp(1_500);
  reader.arrive();
  reader.check();
  expect(live(reader.view).paging).toBe(null);
  reader.read('older');
  reader.check();
});

test('[S3.8] a page up to the end has what was added while it was under way, even when the window has let go of it', () => {
  const host = new LongHost(2_000);
  const reader = new Reader(host);
  reader.read({ after: host.items[1_650]?.order ?? 0 });
  reader.ask('newer');
  for (let n = 0; n < 300; n += 1) host.add();
  reader.catchUp(300);
  reader.arrive();
  expect(live(reader.view).reading).toBe(null);
  reader.check();
});
