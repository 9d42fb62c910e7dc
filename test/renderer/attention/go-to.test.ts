import { beforeEach, expect, test, vi } from 'vitest';
import type { Attention } from '../../../protocol/attention.ts';
import { AgentId } from '../../../protocol/ids.ts';
import type { AppState } from '../../../protocol/stream.ts';
import { sessionIdNumber } from '../../support/arbitraries.ts';

/** A window without a page. */
vi.hoisted(() => {
  const api = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  Object.assign(globalThis, { localStorage: api, sessionStorage: api, window: { innerWidth: 1440 } });
});

const { hideAsides, useAsides } = await import('../../../renderer/stores/asides.ts');
const { useSessions } = await import('../../../renderer/stores/sessions.ts');
const { select, useWindow } = await import('../../../renderer/stores/window.ts');
const { goToNextAttention, isShown, nextAttention } = await import('../../../renderer/attention/go-to.ts');

const [first, second, third] = [sessionIdNumber(1), sessionIdNumber(2), sessionIdNumber(3)] as const;
const about = { kind: 'waiting', agentId: AgentId.parse('playbook'), title: '', path: [], asks: null } as const;
const aside: Attention = { ...about, session: second, parent: first, aside: true, at: 1 };
const other: Attention = { ...about, session: third, parent: null, aside: false, at: 2 };
const wanting = (...attention: readonly Attention[]) =>
  useSessions.setState({ app: { attention } as unknown as AppState });

beforeEach(() => {
  useWindow.setState({ selected: null });
  useAsides.setState({ asides: [], shown: {}, drafts: {} });
});

test('[S4.6] the key to the next that wants a person goes past an aside, round and round', () => {
  wanting(aside, other);
  goToNextAttention();
  expect([isShown(aside), isShown(other)]).toEqual([true, false]);
  goToNextAttention();
  expect([isShown(aside), isShown(other)]).toEqual([false, true]);
  goToNextAttention();
  expect(isShown(aside)).toBe(true);
});

test('[S4.6] an aside is before a person only while its tab is open beside its session', () => {
  wanting(aside);
  goToNextAttention();
  expect(nextAttention()).toBeNull();
  hideAsides(first);
  expect(nextAttention()).toEqual(aside);
  select(second);
  expect(nextAttention()).toEqual(aside);
});

test('[S4.6] what is shown beside a session that wants a person, too, is passed over', () => {
  wanting({ ...other, session: first, at: 0 }, aside, other);
  goToNextAttention();
  expect(useWindow.getState().selected).toBe(first);
  useAsides.setState({ shown: { [first]: second } });
  goToNextAttention();
  expect(useWindow.getState().selected).toBe(third);
});
