import { type SessionId, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { PAGE_ITEMS_MAX } from '../../protocol/limits.ts';
import type { SessionHost } from '../support/session-host.ts';
import { ENDED, said, wordsOf } from './reports.ts';

export const STOPPED = { type: 'ended', outcome: { kind: 'stopped' } } as const;

export const attached = (agentSession: string) =>
  ({ type: 'attached', agentSession, how: 'new', options: null }) as const;

/** A turn from its prompt to its end: what was asked, and an answer that repeats it. */
export function talk(host: SessionHost, id: SessionId, prompt: string, agentSession?: string): TurnId {
  const turn = host.prompt(id, prompt);
  if (agentSession !== undefined) host.report(id, turn, attached(agentSession));
  host.report(id, turn, said(`re ${prompt}`), ENDED);
  return turn;
}

export function headIn(host: SessionHost, id: SessionId) {
  const stored = host.store.sessions.read(id, 1);
  if (!stored) throw new Error('There is no such session');
  return stored.state.head;
}

/** What stands in the whole transcript, a text for each item; tools and notices by their kind. */
export function wordsIn(host: SessionHost, id: SessionId): readonly string[] {
  const words: string[] = [];
  for (let after = -1; ; ) {
    const page = host.service.items({ sessionId: id, from: { after }, limit: PAGE_ITEMS_MAX });
    if (!page.ok) throw new Error(page.refusal.code);
    words.push(...wordsOf(page.value.items));
    if (page.value.atEnd) return words;
    after = page.value.items.at(-1)?.order ?? 0;
  }
}

/** The refusal's code, or `ok`. */
export function codeOf(answer: ReturnType<SessionHost['service']['dispatch']>): string {
  return answer.ok ? 'ok' : answer.refusal.code;
}

export const newTurn = (host: SessionHost) => turnIdOf(host.newUlid());
