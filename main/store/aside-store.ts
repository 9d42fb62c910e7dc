import type { SessionId } from '../../protocol/ids.ts';
import { ok, type Result } from '../../protocol/result.ts';
import type { Commit, DiskTrouble, SessionCommit, SessionStore } from '../session/ports.ts';

const NOTHING: Result<void, DiskTrouble> = ok(undefined);

/**
 * Sessions that live only as long as this process, beside those that are stored: the same code, on a database that is
 * never written to a disk. Whoever asks by id need not know which it is; lists name only what is stored. What an aside uses
 * is counted with all the rest, and is all that stays of it.
 */
export function withAsides(stored: SessionStore, memory: SessionStore): SessionStore {
  const asides = new Set<SessionId>();
  const of = (id: SessionId) => (asides.has(id) ? memory : stored);
  const commit = (id: SessionId, one: Commit) => {
    if (one.head?.kind === 'side') asides.add(id);
    const used = asides.has(id) ? one.turns.filter(({ type }) => type === 'used' || type === 'lasted') : [];
    if (used.length === 0) return of(id).commit(id, one);
    const counted = stored.commit(id, { durable: one.durable, head: null, turns: used, items: [] });
    return counted.ok ? memory.commit(id, one) : counted;
  };
  return {
    ...stored,
    read: (id, ...rest) => of(id).read(id, ...rest),
    head: (id) => of(id).head(id),
    item: (id, ...rest) => of(id).item(id, ...rest),
    mentions: (id, other) => of(id).mentions(id, other),
    openItems: (id) => of(id).openItems(id),
    lastOrder: (id, ...rest) => of(id).lastOrder(id, ...rest),
    turn: (id, ...rest) => of(id).turn(id, ...rest),
    itemsBefore: (id, ...rest) => of(id).itemsBefore(id, ...rest),
    itemsAfter: (id, ...rest) => of(id).itemsAfter(id, ...rest),
    preview: (id, ...rest) => of(id).preview(id, ...rest),
    leafBelow: (id, ...rest) => of(id).leafBelow(id, ...rest),
    roots: (id) => of(id).roots(id),
    turnsBelow: (id, ...rest) => of(id).turnsBelow(id, ...rest),
    holderOf: (...query) => stored.holderOf(...query) ?? memory.holderOf(...query),
    itemCount: (id, ...rest) => of(id).itemCount(id, ...rest),
    branchCount: (id) => of(id).branchCount(id),
    decision: (id, ...rest) => of(id).decision(id, ...rest),
    blob: (id, ...rest) => of(id).blob(id, ...rest),
    childrenOf: (id) => [...stored.childrenOf(id), ...memory.childrenOf(id)],
    usage: {
      turn: (id, ...rest) => of(id).usage.turn(id, ...rest),
      count: (id, ...rest) => of(id).usage.count(id, ...rest),
      turns: (id, ...rest) => of(id).usage.turns(id, ...rest),
      of: (id) => of(id).usage.of(id),
      summary: (...query) => stored.usage.summary(...query),
    },
    attachmentIds: () => new Set([...stored.attachmentIds(), ...memory.attachmentIds()]),
    asideCount: () => asides.size,
    commit,
    /** What is stored first: memory takes whatever it is given. */
    commitAll(commits) {
      const isAside = (one: SessionCommit) => asides.has(one.id) || one.commit.head?.kind === 'side';
      const [first, ...more] = commits.filter((one) => !isAside(one));
      const kept = first
        ? more.length === 0
          ? commit(first.id, first.commit)
          : stored.commitAll([first, ...more])
        : NOTHING;
      return commits.filter(isAside).reduce((done, one) => (done.ok ? commit(one.id, one.commit) : done), kept);
    },
    purge(id) {
      const purged = of(id).purge(id);
      if (purged.ok) asides.delete(id);
      return purged;
    },
  };
}
