import { useCallback, useEffect, useMemo } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SessionId } from '../../protocol/ids.ts';
import { whileConnected } from '../stores/link.ts';
import { useSessions } from '../stores/sessions.ts';
import { askTree } from '../stores/tree.ts';
import { words } from '../words/words.ts';
import { type NameOf, sessionsIn } from './tool-title.ts';

/**
 * What the sessions are called that a text of a session names, also when they are renamed. One that nobody knows is
 * another session, whoever it is.
 */
export function useNameOf(sessionId: SessionId, text: string): NameOf {
  const ids = useMemo(() => sessionsIn(text), [text]);
  const titles = useSessions(useShallow(({ summaries }) => ids.map((id) => summaries.get(id)?.title)));
  const unknown = titles.includes(undefined);
  useEffect(() => {
    if (!unknown) return;
    return whileConnected((client) => askTree(client, sessionId).then(() => undefined));
  }, [sessionId, unknown]);
  return useCallback(
    (id) => {
      const title = titles[ids.indexOf(id)];
      return title === undefined ? words().anotherSession : title || words().untitled;
    },
    [ids, titles],
  );
}
