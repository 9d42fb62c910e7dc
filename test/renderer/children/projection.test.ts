import { expect, test } from 'vitest';
import { type SessionId, sessionIdOf } from '../../../protocol/ids.ts';
import type { Item, ToolItem } from '../../../protocol/item.ts';
import type { Child } from '../../../protocol/relationship.ts';
import type { Summary } from '../../../protocol/summary.ts';
import { EMPTY_TEXT, textOf } from '../../../protocol/text.ts';
import { FOLLOWED_MAX, isFollowed, standInLine, useLine } from '../../../renderer/children/followed.ts';
import { backgroundOf, childrenOfCard, linesOf, projectedOf, replyIn } from '../../../renderer/children/projection.ts';
import { itemIdNumber, turnIdNumber, ulidOf } from '../../support/arbitraries.ts';
import { summaryWith } from '../../support/summary.ts';

const id = (n: number) => sessionIdOf(ulidOf(n));
const childOf = (n: number, item: number | null): Child => ({
  ...{ session: id(n), turn: turnIdNumber(0) },
  item: item === null ? null : itemIdNumber(item),
});
const cardOf = (item: number, title: string, answer = ''): Pick<ToolItem, 'id' | 'title' | 'parts'> => ({
  ...{ id: itemIdNumber(item), title },
  parts: [{ type: 'text', key: 'content', text: textOf(answer) }],
});
const summary = (n: number, fields: Partial<Summary>) => summaryWith({ id: id(n), kind: 'child', ...fields });
const known = (...all: readonly Summary[]) => new Map(all.map((one) => [one.id, one]));

test('[B19] a card shows the children that its own answer names, else those that were linked to it', () => {
  const children = [childOf(1, 7), childOf(2, 8), childOf(3, null)];
  const answer = JSON.stringify({ session: id(2) });
  expect(childrenOfCard(children, cardOf(7, 'mcp__skein__spawn_agent', answer))).toEqual([id(2)]);
  expect(childrenOfCard(children, cardOf(9, 'skein_spawn_agent', `{"session":"${id(3)}"}`))).toEqual([id(3)]);
  expect(childrenOfCard(children, cardOf(7, 'skein_spawn_agent', JSON.stringify({ session: id(9) })))).toEqual([id(1)]);
  expect(childrenOfCard(children, cardOf(8, 'Task', answer))).toEqual([id(2)]);
  expect(childrenOfCard(children, cardOf(9, 'skein_wait_for_agents', answer))).toEqual([]);
});

test('[B19] of several children the one that goes on stands for the card, else the one that did something last', () => {
  const [old, late] = [summary(1, { updatedAt: 5 }), summary(2, { updatedAt: 9 })];
  expect(projectedOf([old, late])).toBe(late);
  const working = summary(3, { updatedAt: 1, busy: true });
  expect(projectedOf([old, working, late])).toBe(working);
  const gone = summary(4, { updatedAt: 1, busy: true, deletedAt: 3 });
  expect(projectedOf([old, gone])).toBe(old);
  expect(projectedOf([])).toBeUndefined();
});

test('[B19] what is shown is the last reply of the last turn, and at most its last fifty lines until all is wanted', () => {
  const reply = (order: number, turn: number, text: string): Item => ({
    ...{ id: itemIdNumber(order), turn: turnIdNumber(turn), order, at: 1 },
    ...{ kind: 'reply', text: textOf(text), endedAt: null },
  });
  const items = [reply(1, 0, 'earlier'), reply(2, 1, 'first'), reply(3, 1, 'last')];
  expect(replyIn(items, turnIdNumber(1))).toEqual(textOf('last'));
  expect(replyIn(items, turnIdNumber(2))).toBeUndefined();
  const long = textOf(Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n'));
  const lines = linesOf(long, 50);
  expect([lines.count, lines.hidden, lines.text.slice(0, 7)]).toEqual([50, 10, 'line 10']);
  expect(linesOf(long, Number.POSITIVE_INFINITY)).toMatchObject({ count: 60, hidden: 0 });
  expect(linesOf({ ...EMPTY_TEXT, head: 'a', tail: 'b\nc', length: 900 }, 50)).toMatchObject({
    text: 'b\nc',
    hidden: null,
  });
});

test('[B16] [B17] [B18] the list has the direct children that go on in the background, the oldest first', () => {
  const background = { background: true, busy: true } as const;
  const all = known(
    summary(1, { ...background, createdAt: 9 }),
    summary(3, { ...background, createdAt: 5 }),
    summary(2, { ...background, createdAt: 5, activity: { kind: 'stopping' } }),
    summary(4, { ...background, busy: false }),
    summary(5, { ...background, background: false }),
    summary(6, { ...background, deletedAt: 7 }),
    summary(7, background),
  );
  const children = [1, 2, 3, 4, 5, 6, 8].map((n) => childOf(n, null));
  expect(backgroundOf(children, all).map((one) => one.id)).toEqual([id(2), id(3), id(1)]);
});

test('[B19] only so many children are followed at once; the next one is when one is folded or leaves the screen', () => {
  const ids = Array.from({ length: FOLLOWED_MAX + 1 }, (_, n) => id(n));
  const leave = new Map<SessionId, () => void>(ids.map((one) => [one, standInLine(one)]));
  const again = standInLine(id(0));
  const followed = () => ids.filter((one) => isFollowed(useLine.getState(), one));
  expect(followed()).toEqual(ids.slice(0, FOLLOWED_MAX));
  leave.get(id(0))?.();
  expect(followed()).not.toContain(ids.at(-1));
  again();
  expect(followed()).toEqual(ids.slice(1));
  for (const stop of leave.values()) stop();
  expect(useLine.getState().line).toEqual([]);
});
