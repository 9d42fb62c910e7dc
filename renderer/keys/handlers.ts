import { createContext, type RefObject, useContext, useEffect, useRef } from 'react';
import type { Place, Scope } from './scopes.ts';
import type { CommandId } from './table.ts';

/** What a part of the window does for a command while the focus is in its scope. */
export type Handler = {
  /** False while it cannot be done; absent when it always can. */
  when?(): boolean;
  run(): void;
};

type Area = RefObject<Pick<Element, 'contains'> | null>;

type Registered = {
  readonly id: CommandId;
  readonly scope: Scope;
  readonly handler: Handler;
  /** The handler counts only while the focus is in here; null: anywhere in its scope. */
  readonly area: Area | null;
};

const registered: Registered[] = [];

/**
 * What stands in here has its keys to itself: there is another transcript, composer or question in the window, and
 * each answers only where the focus is.
 */
export const KeyArea = createContext<Area | null>(null);

/** The answer takes it back. */
export function registerHandler(id: CommandId, scope: Scope, handler: Handler, area: Area | null = null): () => void {
  const entry = { id, scope, handler, area };
  registered.push(entry);
  return () => void registered.splice(registered.indexOf(entry), 1);
}

/**
 * Who answers a command when the focus is inside these scopes, innermost first: the newest of the nearest, and before
 * all others of that scope the one whose area has the focus.
 */
export function handlerOf(id: CommandId, scopes: readonly Place[], focus: Element | null): Handler | undefined {
  for (const scope of scopes) {
    const able = registered.filter((entry) => entry.id === id && entry.scope === scope);
    const found =
      able.findLast(({ area }) => area?.current?.contains(focus)) ?? able.findLast(({ area }) => area === null);
    if (found) return found.handler;
  }
  return undefined;
}

/** Answers a command in a scope for as long as the component is shown. */
export function useCommand(id: CommandId, scope: Scope, handler: Handler): void {
  const latest = useRef(handler);
  latest.current = handler;
  const area = useContext(KeyArea);
  useEffect(() => {
    const { when, run } = { when: () => latest.current.when?.() ?? true, run: () => latest.current.run() };
    return registerHandler(id, scope, { when, run }, area);
  }, [id, scope, area]);
}
