import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { SessionWorktree, Worktree, WorktreeState } from '../../protocol/worktree.ts';
import { descendantsOf } from './lineage.ts';
import type { SessionStore } from './ports.ts';

export type WorktreePorts = {
  readonly store: Pick<SessionStore, 'head' | 'childrenOf' | 'workingIn'>;
  /** Between the names of a path. */
  readonly separator: string;
  state(worktree: Worktree): Promise<WorktreeState>;
  /** Takes it away when nothing would be lost; the answer says what became of it. */
  remove(worktree: Worktree): Promise<WorktreeState>;
};

/** What a session and those below it leave behind on the disk. */
export type SessionWorktrees = {
  /** Of those that are in the bin when it is, or not in it when it is not; those that are gone from the disk left out. */
  of(session: SessionId): Promise<readonly SessionWorktree[]>;
  /** Takes away what holds nothing, of sessions in the bin alone: nobody works there any more. What stays is answered. */
  removeEmpty(session: SessionId): Promise<readonly SessionWorktree[]>;
};

export function createSessionWorktrees({ store, separator, state, remove }: WorktreePorts): SessionWorktrees {
  const left = async (id: SessionId, apart: ReadonlySet<SessionId>, empty: boolean) => {
    const worktree = store.head(id)?.worktree;
    const now = worktree ? await state(worktree) : ({ kind: 'gone' } as const);
    const head = store.head(id); // it may have come out of the bin meanwhile
    if (!worktree || !head || now.kind === 'gone') return [];
    const others = store.workingIn(worktree.path, `${worktree.path}${separator}`).filter((one) => !apart.has(one.id));
    const line = { session: id, title: head.title.text, worktree };
    if (others.length > 0) {
      return [{ ...line, state: { kind: 'used', titles: others.map(({ title }) => title.text) } as const }];
    }
    const found = empty && head.deletedAt !== null ? await remove(worktree) : now;
    return found.kind === 'gone' ? [] : [{ ...line, state: found }];
  };
  /** One after the other: git locks the repository that they are of. */
  const all = async (session: SessionId, empty: boolean) => {
    const family = familyOf(store, session).map(({ id }) => id);
    const lines: SessionWorktree[] = [];
    for (const id of family) lines.push(...(await left(id, new Set(empty ? [] : family), empty)));
    return lines;
  };
  return { of: (session) => all(session, false), removeEmpty: (session) => all(session, true) };
}

/** With those below it that went into the bin together with it, or are as little in it. */
function familyOf(store: WorktreePorts['store'], id: SessionId): readonly Head[] {
  const head = store.head(id);
  if (!head) return [];
  const below = descendantsOf(store, id, 'parents-first');
  return [head, ...below.filter(({ deletedAt }) => deletedAt === head.deletedAt)];
}
