import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentUpdate } from '../../main/session/update.ts';
import { type RequestId, requestIdOf, type SessionId, type TurnId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { seed, words } from '../support/arbitraries.ts';
import { Follower } from '../support/follower.ts';
import { openSessionHost, type SessionHost } from '../support/session-host.ts';

/** So few that following, pausing and cutting reach every way of being behind. */
const SMALL_RING = { eventsMax: 12, charsMax: 4_000 };

const call = fc.constantFrom('c1', 'c2', 'c3');
const update: fc.Arbitrary<AgentUpdate> = fc.oneof(
  fc.record({
    type: fc.constant('text' as const),
    of: fc.constantFrom('reply' as const, 'thought' as const),
    message: fc.constantFrom(null, null, 'm1', 'm2'),
    text: words,
  }),
  fc.record({
    type: fc.constant('tool' as const),
    call,
    change: fc.record({
      title: words,
      status: fc.constantFrom('pending' as const, 'running' as const, 'done' as const, 'failed' as const),
      content: fc.constant([{ type: 'terminal', terminal: 't', command: 'ls', folder: '/src' }] as const),
    }),
  }),
  fc.record({
    type: fc.constant('tool' as const),
    call,
    change: fc.record({ content: fc.tuple(fc.record({ type: fc.constant('text' as const), text: words })) }),
  }),
  fc.record({ type: fc.constant('output' as const), call, terminal: fc.constant('t'), text: words }),
  fc.record({ type: fc.constant('title' as const), title: words }),
);

type Step =
  | { readonly do: 'prompt' | 'stop' | 'end' | 'answer' | 'late' | 'breathe' }
  | { readonly do: 'updates'; readonly updates: readonly AgentUpdate[] }
  | { readonly do: 'ask' }
  | { readonly do: 'join'; readonly tail: number }
  | { readonly do: 'cut' | 'reconnect' | 'pause' | 'resume' | 'page' | 'deliver'; readonly who: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('prompt' as const, 'stop' as const, 'end' as const, 'answer' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('breathe' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('updates' as const),
      updates: fc.array(update, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ask' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('join' as const), tail: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'cut' as const,
        'reconnect' as const,
        'pause' as const,
        'resume' as const,
        'page' as const,
        'deliver' as const,
      ),
      who: fc.nat(10),
    }),
  },
);

/** Drives one host and its followers by steps, skipping those that do not fit the moment. */
class Run {
  readonly host: SessionHost;
  readonly sessionId: SessionId;
  readonly all: Follower;
  readonly followers: Follower[] = [];
  #turn: TurnId;
  #past: TurnId[] = [];
  #asked: RequestId | undefined;

  constructor() {
    this.host = openSessionHost({ ring: SMALL_RING });
    this.sessionId = this.host.create();
    this.all = new Follower(this.host, this.sessionId, 200);
    this.all.connect();
    this.#turn = this.host.prompt(this.sessionId, 'Begin');
  }

  get head() {
    const read = this.host.store.sessions.read(this.sessionId, 1);
    if (!read) throw new Error('The session is gone');
    return read.state.head;
  }

  async take(step: Step): Promise<void> {
    if ('who' in step) this.#onFollower(step.do, this.followers[step.who % Math.max(this.followers.length, 1)]);
    else if (step.do === 'join') this.#join(step.tail);
    else if (step.do === 'breathe') await this.#breathe();
    else if (step.do === 'updates')
      this.host.report(this.sessionId, this.#turn, { type: 'updates', updates: step.updates });
    else this.#onSession(step.do);
  }

  #onSession(what: 'prompt' | 'stop' | 'end' | 'answer' | 'late' | 'ask'): void {
    const { service } = this.host;
    const { sessionId } = this;
    const busy = isActive(this.head.turn);
    if (what === 'prompt' && !busy) {
      this.#past.push(this.#turn);
      this.#turn = this.host.prompt(sessionId, 'More');
    } else if (what === 'stop') service.dispatch({ type: 'stop', sessionId });
    else if (what === 'end') this.host.report(sessionId, this.#turn, { type: 'ended', outcome: { kind: 'completed' } });
    else if (what === 'ask') this.#ask();
    else if (what === 'answer' && this.#asked) {
      service.dispatch({ type: 'answer', sessionId, requestId: this.#asked, optionId: 'yes' });
    } else if (what === 'late') {
      const turn = this.#past.at(-1) ?? this.#turn;
      const updates = [{ type: 'tool', call: 'c1', change: { status: 'failed' } }] as const;
      this.host.report(sessionId, turn, { type: 'updates', updates });
    }
  }

  #ask(): void {
    this.#asked = requestIdOf(this.host.newUlid());
    const options = [{ id: 'yes', kind: 'allow-once', name: 'Yes' }] as const;
    const question = { id: this.#asked, call: 'c2', title: 'May I', command: 'rm', folder: '/src', options };
    this.host.report(this.sessionId, this.#turn, { type: 'asked', question });
  }

  #join(tail: number): void {
    const follower = new Follower(this.host, this.sessionId, tail);
    this.followers.push(follower);
    follower.connect();
  }

  #onFollower(
    what: 'cut' | 'reconnect' | 'pause' | 'resume' | 'page' | 'deliver',
    follower: Follower | undefined,
  ): void {
    if (!follower) return;
    if (what === 'cut') follower.cut();
    else if (what === 'reconnect') follower.connect();
    else if (what === 'pause') follower.pause();
    else if (what === 'resume') follower.resume();
    else if (what === 'page') follower.askPage(5);
    else follower.deliverPage();
  }

  /** Lets what is ready run; `all` reads everything, so that it never needs a snapshot and sees each item be born. */
  async #breathe(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }

  async settle(): Promise<void> {
    const page = this.host.service.items({ sessionId: this.sessionId, from: { before: 1 }, limit: 1 });
    if (!page.ok) throw new Error(page.refusal.code);
    for (const follower of this.followers) {
      follower.connect();
      follower.resume();
      await follower.reach(page.value.seq);
      follower.deliverPage();
    }
  }
}

test('[X2] whatever happens, whoever joins, lags, is cut off and pages: every view ends equal to its host and to the rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const run = new Run();
      try {
        for (const one of steps) await run.take(one);
        await run.settle();
        const rows = run.host.store.sessions.read(run.sessionId, 10_000);
        for (const { view } of run.followers) {
          if (view.kind !== 'live') throw new Error(`A view is ${view.kind}`);
          const { items, atStart } = view.state.window;
          expect(view.state.head).toEqual(rows?.state.head);
          expect(items).toEqual(rows?.state.window.items.slice(-items.length));
          expect(atStart).toBe(items.length === rows?.state.head.itemCount);
        }
      } finally {
        run.host.close();
      }
    }),
    { seed, numRuns: 60 },
  );
});
