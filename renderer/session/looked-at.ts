import { useEffect } from 'react';
import type { Head } from '../../protocol/head.ts';
import { markSession } from '../stores/commands.ts';

/** Whoever has the session before them, in a window that has the focus, has seen what is new in it. Null: none is. */
export function useLookedAt(head: Pick<Head, 'id' | 'unread'> | null): void {
  const { id, unread } = head ?? { id: null, unread: false };
  useEffect(() => {
    if (!unread || id === null) return;
    const look = () => {
      if (document.hasFocus() && document.visibilityState === 'visible') void markSession(id, false);
    };
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [id, unread]);
}
