import { useEffect, useRef } from 'react';
import type { Place, Scope } from './scopes.ts';
import type { CommandId } from './table.ts';

/** What a part of the window does for a command while the focus is in its scope. */
export type Handler = {
  /** False while it cannot be done; absent when it always can. */
  when?(): boolean;
  run(): void;
};

type Registered = { readonly id: CommandId; readonly scope: Scope; readonly handler: Handler };

const registered: Registered[] = [];

/** The answer takes it back. */
export function registerHandler(id: CommandId, scope: Scope, handler: Handler): () => void {
  const entry = { id, scope, handler };
  registered.push(entry);
  return () => void registered.splice(registered.indexOf(entry), 1);
}

/** Who answers a command when the focus is inside these scopes, innermost first: the newest of the nearest. */
export function handlerOf(id: CommandId, scopes: readonly Place[]): Handler | undefined {
  for (const scope of scopes) {
    const found = registered.findLast((entry) => entry.id === id && entry.scope === scope);
    if (found) return found.handler;
  }
  return undefined;
}

/** Answers a command in a scope for as long as the component is shown. */
export function useCommand(id: CommandId, scope: Scope, handler: Handler): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const { when, run } = { when: () => latest.current.when?.() ?? true, run: () => latest.current.run() };
    return registerHandler(id, scope, { when, run });
  }, [id, scope]);
}
