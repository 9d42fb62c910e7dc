import { isDefinedError, safe } from '@orpc/client';
import { useEffect, useRef, useState } from 'react';
import type { TreeBudget } from '../../protocol/budget.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { useRead } from '../stores/read.ts';
import { useSessions } from '../stores/sessions.ts';
import { useTree } from '../stores/tree.ts';
import { useMinute } from '../ui/now.ts';

/** A tree that streams changes many times a second; nobody reads a sum more often than this. */
const READ_MS_MIN = 500;

/** What the tree of a session may take and has, as the host counts it, kept up to date; null until it is known. */
export function useTreeBudget(sessionId: SessionId): TreeBudget | null {
  const version = useSettled(useVersion(sessionId), READ_MS_MIN);
  const read = useRead(sessionId, version, async (client) => {
    const { error, data } = await safe(client.sessions.treeUse({ sessionId }));
    if (isDefinedError(error)) return null; // it is gone for good
    if (error) throw error;
    return { tree: data, at: Date.now() };
  });
  const now = useMinute();
  if (!read) return null;
  const { tree, at } = read;
  return tree.running ? { ...tree, use: { ...tree.use, timeMs: tree.use.timeMs + Math.max(0, now - at) } } : tree;
}

/** Changes whenever something happens in the tree that can count. */
function useVersion(sessionId: SessionId): string {
  const tree = useTree(sessionId);
  return useSessions(({ summaries }) => {
    let [tokens, cost, busy] = [0, 0, 0];
    for (const { id } of tree?.order ?? []) {
      const summary = summaries.get(id);
      tokens += summary?.tokens ?? 0;
      cost += (summary?.cost ?? []).reduce((sum, { amount }) => sum + amount, 0);
      busy += summary && RUNS.has(summary.activity.kind) ? 1 : 0;
    }
    const budget = tree && summaries.get(tree.root)?.budget;
    return [tree?.order.length ?? 0, tokens, cost, busy, JSON.stringify(budget ?? null)].join(' ');
  });
}

const RUNS: ReadonlySet<string> = new Set(['starting', 'waiting', 'running', 'asking', 'rate-limited', 'stopping']);

/** The value, but at once only when it has been still; the last one of a flood always comes. */
function useSettled<Value>(value: Value, everyMs: number): Value {
  const [settled, setSettled] = useState(value);
  const lastAt = useRef(0);
  useEffect(() => {
    const wait = lastAt.current + everyMs - Date.now();
    const timer = setTimeout(
      () => {
        lastAt.current = Date.now();
        setSettled(value);
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [value, everyMs]);
  return settled;
}
