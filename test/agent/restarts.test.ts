import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CRASHES_MS, RESTART_DELAYS_MS, Restarts } from '../../main/agent/restarts.ts';
import { systemClock } from '../../main/clock.ts';
import type { TurnRun } from '../../main/session/runner-ports.ts';
import type { StartWait } from '../../protocol/turn.ts';
import { FakeClock, hurry } from '../support/fake-clock.ts';
import { RecordedTurns, script, scriptedAgent } from '../support/recorded-turns.ts';

const CRASH = script({ do: 'crash', code: 1 });
const [, SECOND_MS = 0] = RESTART_DELAYS_MS;

const waitsOf = (all: RecordedTurns, run: TurnRun): readonly StartWait[] =>
  all
    .of(run)
    .flatMap((report) => (report.type === 'moved' && report.phase.kind === 'starting' ? [report.phase.wait] : []))
    .filter((wait) => wait !== undefined);

describe('when an agent may be started again', () => {
  const agent = scriptedAgent();
  let clock: FakeClock;
  let restarts: Restarts;
  beforeEach(() => {
    clock = new FakeClock();
    restarts = new Restarts(clock);
  });
  const wait = (of = agent, key = 'a') => (restarts.notBefore(key, of) ?? clock.now()) - clock.now();

  test('[S4.2] at once after the first crash, then later and later, and at once again after a quiet minute', () => {
    const waits = [...RESTART_DELAYS_MS, 0].map(() => {
      restarts.crashed('a', agent);
      return wait();
    });
    expect(waits).toEqual([...RESTART_DELAYS_MS, RESTART_DELAYS_MS.at(-1)]);
    expect(wait(agent, 'b')).toBe(0);
    clock.advance(CRASHES_MS);
    expect(wait()).toBe(0);
    restarts.crashed('a', agent);
    expect(wait()).toBe(0);
  });

  test('[S4.2] one that has worked, or is configured otherwise, starts anew', () => {
    for (let crash = 0; crash < 3; crash += 1) restarts.crashed('a', agent);
    expect(wait(scriptedAgent({ reopens: 'load' }))).toBe(0);
    expect(wait()).toBeGreaterThan(0);
    restarts.worked('a');
    expect(wait()).toBe(0);
  });

  test('[S4.2] a command that is not there costs nothing to try again; an agent that does not come up does', () => {
    const failure = { message: '', detail: '' };
    for (let n = 0; n < 3; n += 1) restarts.failed('a', agent, { code: 'agent-missing', ...failure });
    expect(wait()).toBe(0);
    for (let n = 0; n < 3; n += 1) restarts.failed('a', agent, { code: 'agent-start', ...failure });
    expect(wait()).toBeGreaterThan(0);
  });
});

describe('turns of an agent that crashes', () => {
  let all: RecordedTurns;
  afterEach(() => hurry(clock, all.close()));
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
    all = new RecordedTurns([scriptedAgent()], clock);
  });

  test('[S4.2] a turn says until when it waits after crashes in a row, and runs then', async () => {
    const [first, second] = [all.start(CRASH), all.start(CRASH)];
    await Promise.all([all.ended(first), all.ended(second)]);
    const third = all.start('third');
    const [wait] = await all.until(() => (waitsOf(all, third).length > 0 ? waitsOf(all, third) : undefined));
    expect([...waitsOf(all, first), ...waitsOf(all, second)]).toEqual([]);
    expect(wait).toEqual({ kind: 'crashes', until: clock.now() + SECOND_MS });
    clock.advance(SECOND_MS - 1);
    expect(all.of(third).at(-1)).toEqual({ type: 'moved', phase: { kind: 'starting', wait } });
    clock.advance(1);
    expect(await all.ended(third)).toEqual({ kind: 'completed' });
    expect(await all.play(CRASH)).toMatchObject({ failure: { code: 'agent-crashed' } });
    const next = all.start('next');
    await all.ended(next);
    expect(waitsOf(all, next)).toEqual([]);
  });

  test('[S4.2] a turn that is stopped while it waits starts nothing', async () => {
    const [first, second] = [all.start(CRASH), all.start(CRASH)];
    await Promise.all([all.ended(first), all.ended(second)]);
    const third = all.start('third');
    await all.until(() => waitsOf(all, third)[0]);
    all.stop(third);
    expect(await all.ended(third)).toEqual({ kind: 'stopped' });
    while (all.runner.locksHeld > 0) await new Promise(setImmediate);
    expect(all.of(third).some((report) => report.type === 'attached')).toBe(false);
  });
});

describe('as many processes as may', () => {
  const AGENTS = ['a', 'b', 'c'].map((id) => scriptedAgent({}, id));
  const WAITS = script({ do: 'say', text: 'here' }, { do: 'wait-for-cancel' });
  let all: RecordedTurns;
  beforeEach(() => {
    all = new RecordedTurns(AGENTS, systemClock, { hostsMax: 2 });
  });
  afterEach(() => all.close());

  const of = (index: number) => ({ agentId: AGENTS[index]?.id ?? AGENTS[0]?.id }) as Partial<TurnRun>;
  const pid = (run: TurnRun) => all.agentSession(run).split('-')[1];
  async function running(index: number): Promise<TurnRun> {
    const run = all.start(WAITS, of(index));
    await all.until(() => all.text(run) || undefined);
    return run;
  }

  test('[S4.2] the one that rests longest makes room', async () => {
    const first = all.start('first', of(0));
    await all.ended(first);
    const second = all.start('second', of(1));
    await all.ended(second);
    expect(await all.play('third', of(2))).toEqual({ kind: 'completed' });
    const again = all.start('again', of(1));
    await all.ended(again);
    expect(pid(again)).toBe(pid(second));
    const anew = all.start('anew', of(0));
    await all.ended(anew);
    expect(pid(anew)).not.toBe(pid(first));
  });

  test('[S4.2] where all work, a turn waits and says so, and begins when one has ended', async () => {
    const [first, second] = [await running(0), await running(1)];
    const third = all.start('third', of(2));
    expect(await all.until(() => waitsOf(all, third)[0])).toEqual({ kind: 'room' });
    all.stop(first);
    expect(await all.ended(third)).toEqual({ kind: 'completed' });
    all.stop(second);
    await all.ended(second);
  });

  test('[S4.2] a turn that waits for children takes no room from them', async () => {
    const parents = [await running(0), await running(1)] as const;
    const child = all.start('child', of(2));
    await all.until(() => waitsOf(all, child)[0]);
    const wait = all.runner.awaiting(parents[0].turnId, [child.sessionId]);
    expect(await all.ended(child)).toEqual({ kind: 'completed' });
    expect(await wait?.resume()).toBe(true);
    for (const parent of parents) all.stop(parent);
    await Promise.all(parents.map((parent) => all.ended(parent)));
  });
});
