import { useEffect, useState } from 'react';
import type { Timeline } from '../../protocol/timeline.ts';
import type { Tree } from '../../protocol/tree.ts';
import { useRead } from './read.ts';
import { useSessions } from './sessions.ts';

/** A tree in which much happens is asked for anew no more often than this. */
const ASK_EVERY_MS = 1_000;

/** When the turns of a tree ran, asked for anew when one of its sessions has changed; null until it is known. */
export function useTimeline(tree: Tree): Timeline | null {
  const version = useSessions(({ summaries }) =>
    tree.order
      .map(({ id }) => {
        const summary = summaries.get(id);
        return summary && `${summary.updatedAt} ${JSON.stringify(summary.activity)}`;
      })
      .join(),
  );
  return useRead(tree.root, useSettled(version), (client) => client.sessions.timeline({ sessionId: tree.root }));
}

/** The value as it was when it was last looked at: at once when it has rested, else a while later. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState({ value, at: 0 });
  useEffect(() => {
    if (value === settled.value) return;
    const wait = Math.max(0, settled.at + ASK_EVERY_MS - Date.now());
    const timer = setTimeout(() => setSettled({ value, at: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [value, settled]);
  return settled.value;
}
