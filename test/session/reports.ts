import { requestIdOf, type SessionId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { ulidOf } from '../support/arbitraries.ts';
import type { SessionHost } from '../support/session-host.ts';

const OPTIONS = [{ id: 'yes', kind: 'allow-once', name: 'Allow' }] as const;

/** Reports of an agent, as short as tests need them. */
export const said = (text: string, message: string | null = null) =>
  ({ type: 'updates', updates: [{ type: 'text', of: 'reply', message, text }] }) as const;
export const called = (call: string, change: object = {}) =>
  ({ type: 'updates', updates: [{ type: 'tool', call, change }] }) as const;
export const asked = (n: number, call = `call-${n}`) => {
  const id = requestIdOf(ulidOf(n));
  return {
    type: 'asked',
    question: { id, call, title: 'Run', command: 'ls', folder: '/src', options: OPTIONS },
  } as const;
};
export const ENDED = { type: 'ended', outcome: { kind: 'completed' } } as const;

/** The session as its rows have it, with all its items. */
export function stateOf(host: SessionHost, sessionId: SessionId) {
  const stored = host.store.sessions.read(sessionId, 10_000);
  if (!stored) throw new Error('The session is gone');
  return { ...stored.state, items: stored.state.window.items };
}

/** What each item says, or its kind where it says nothing. */
export const wordsOf = (items: readonly Item[]) =>
  items.map((item) => (item.kind === 'notice' || item.kind === 'tool' ? item.kind : item.text.head + item.text.tail));
