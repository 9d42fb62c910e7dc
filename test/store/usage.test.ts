import { expect, test } from 'vitest';
import { AgentId, type SessionId } from '../../protocol/ids.ts';
import {
  NOTHING_SPENT,
  TOKEN_KINDS,
  type Tokens,
  type TurnUsage,
  USAGE_GROUPS,
  type UsageGroup,
  type UsageSum,
  withTurn,
} from '../../protocol/usage.ts';
import { sessionIdNumber, turnIdNumber } from '../support/arbitraries.ts';
import { chanceOf } from '../support/chance.ts';
import { freshStore, headOf, putTurn } from './fresh.ts';

const DAY_MS = 86_400_000;
const NOON = new Date(2026, 2, 3, 12).getTime();

type Chance = ReturnType<typeof chanceOf>;

function someUsage(chance: Chance): TurnUsage {
  const count = (max: number) => (chance(3) === 0 ? null : chance(max));
  const tokens = Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count(100_000)])) as Tokens;
  const cost = ['CNY', 'EUR', 'USD'].filter(() => chance(2) === 0);
  return {
    tokens,
    cost: cost.map((currency) => ({ amount: chance(5_000_000) / 1e6, currency })),
    times: { workMs: count(60_000), personMs: count(9_000), childrenMs: count(9_000) },
    toolCalls: count(40),
  };
}

type Row = {
  readonly session: SessionId;
  readonly turn: number;
  readonly at: number;
  readonly agent: string;
  readonly folder: string;
  readonly usage: TurnUsage;
};

const dayOf = (at: number) => {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};
const KEYS: { readonly [Group in UsageGroup]: (row: Row) => string } = {
  agent: ({ agent }) => agent,
  folder: ({ folder }) => folder,
  day: ({ at }) => dayOf(at),
  session: ({ session }) => session,
};

const sumOf = (rows: readonly Row[]): UsageSum =>
  rows.reduce((sum, { usage }) => withTurn(sum, undefined, usage), NOTHING_SPENT);

/** Histories of five sessions; most rows are written several times, which changes nothing. */
function history(seed: number) {
  const chance = chanceOf(seed);
  const { sessions } = freshStore();
  const rows = new Map<string, Row>();
  const session = (n: number) => ({ id: sessionIdNumber(n), agent: `agent-${n % 2}`, folder: `/folder-${n % 3}` });
  for (let n = 0; n < 5; n += 1) {
    const { id, agent, folder } = session(n);
    const head = headOf(n, { agentId: AgentId.parse(agent), folder });
    sessions.commit(id, { durable: false, head, turns: [putTurn(0)], items: [] });
  }
  for (let write = 0; write < 120; write += 1) {
    const { id, agent, folder } = session(chance(5));
    const turn = chance(12);
    const key = `${id} ${turn}`;
    const at = rows.get(key)?.at ?? NOON - chance(20) * DAY_MS - chance(DAY_MS);
    const usage = rows.get(key)?.usage ?? someUsage(chance);
    rows.set(key, { session: id, turn, at, agent, folder, usage });
    const used = { turn: turnIdNumber(turn), at, agentId: AgentId.parse(agent), folder, parent: null, usage };
    sessions.commit(id, { durable: false, head: null, turns: [{ type: 'used', ...used }], items: [] });
  }
  return { usage: sessions.usage, rows: [...rows.values()] };
}

test.each([1, 2, 3, 4, 5])('[S4.7] all sums are the sums of their rows, exactly, by every group (seed %i)', (seed) => {
  const { usage, rows } = history(seed);
  for (const by of USAGE_GROUPS) {
    for (const since of [null, NOON - 7 * DAY_MS]) {
      const counted = rows.filter(({ at }) => since === null || at >= since);
      const groups = Map.groupBy(counted, KEYS[by]);
      const summary = usage.summary(by, since);
      expect(new Map(summary.lines.map(({ key, sum }) => [key, sum]))).toEqual(
        new Map([...groups].map(([key, of]) => [key, sumOf(of)])),
      );
      expect(summary.total).toEqual(sumOf(counted));
    }
  }
  const own = rows.filter(({ session }) => session === sessionIdNumber(1));
  expect(usage.of(sessionIdNumber(1))).toMatchObject({ own: sumOf(own), family: sumOf(own), below: 0 });
});

test('[S4.7] a sum in which a turn is replaced is the sum with the new one', () => {
  const chance = chanceOf(7);
  const all = Array.from({ length: 40 }, () => someUsage(chance));
  const known = all.map(({ tokens, cost, ...usage }) => ({ ...usage, tokens, cost: cost.slice(0, 1) }));
  const before = known.reduce<UsageSum>((sum, usage) => withTurn(sum, undefined, usage), NOTHING_SPENT);
  const after = all.reduce<UsageSum>((sum, usage, index) => withTurn(sum, known[index], usage), before);
  expect(after).toEqual(all.reduce<UsageSum>((sum, usage) => withTurn(sum, undefined, usage), NOTHING_SPENT));
});

test('[S4.7] days come newest first, all else by tokens, and a long summary has its total and says that there is more', () => {
  const { sessions } = freshStore();
  for (let n = 0; n < 130; n += 1) {
    const tokens = { ...NOTHING_SPENT.tokens, total: n };
    const place = { agentId: AgentId.parse('a'), folder: `/f${n}`, parent: null, at: NOON + n * DAY_MS };
    const used = { type: 'used', turn: turnIdNumber(n), ...place, usage: { ...NOTHING_SPENT, tokens } } as const;
    sessions.commit(sessionIdNumber(n), { durable: false, head: null, turns: [used], items: [] });
  }
  const folders = sessions.usage.summary('folder', null);
  expect(folders).toMatchObject({ more: true, total: { turns: 130 } });
  expect(folders.lines.map(({ key }) => key)).toEqual(Array.from({ length: 100 }, (_, n) => `/f${129 - n}`));
  expect(sessions.usage.summary('day', null).lines[0]?.key).toBe(dayOf(NOON + 129 * DAY_MS));
  expect(sessions.usage.summary('session', null).lines).toMatchObject([{ key: '', title: null, sum: { turns: 130 } }]);
});

test('[S4.7] a session that is gone for good leaves what it has used, and no count to go on from', () => {
  const { sessions } = freshStore();
  const [id, turn] = [sessionIdNumber(1), turnIdNumber(0)];
  const cost = { amount: 2, currency: 'USD' };
  const place = { agentId: AgentId.parse('a'), folder: '/f', parent: null, at: NOON };
  const used = { type: 'used', turn, ...place, usage: { ...NOTHING_SPENT, cost: [cost] } } as const;
  const counted = { type: 'counted', turn, cost } as const;
  sessions.commit(id, { durable: false, head: headOf(1), turns: [putTurn(0), used, counted], items: [] });
  expect(sessions.usage.count(id, turn, 'USD')).toBe(2);
  expect(sessions.purge(id).ok).toBe(true);
  expect(sessions.usage.count(id, turn, 'USD')).toBe(0);
  expect(sessions.usage.of(id)).toMatchObject({ own: { turns: 1, cost: [cost] }, turns: [{ turn, place: 'gone' }] });
});
