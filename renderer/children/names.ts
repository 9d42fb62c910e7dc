import type { SessionId } from '../../protocol/ids.ts';
import { type Kin, useSession } from '../stores/family.ts';
import { useSessions } from '../stores/sessions.ts';
import { words } from '../words/words.ts';

/** What a session is called; one that nobody knows is called so, and never by the name of another. */
export function nameOfKin(session: Kin): string {
  if (session === 'asking') return words().loading;
  return session === 'missing' ? words().unknownSession : session.title || words().untitled;
}

/** The name of any session, wherever it stands; it follows when it is renamed. */
export const useName = (id: SessionId): string => nameOfKin(useSession(id));

/** The name as far as it is known at this moment, for what is said once. */
export const nameNow = (id: SessionId): string => nameOfKin(useSessions.getState().summaries.get(id) ?? 'missing');
