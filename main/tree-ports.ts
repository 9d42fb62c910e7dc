import { join } from 'node:path';
import { ulid } from 'ulid';
import type { SessionId } from '../protocol/ids.ts';
import type { Directory } from './agent/directory.ts';
import type { Runner } from './agent/runner.ts';
import { systemClock } from './clock.ts';
import type { TreePorts } from './orchestration/ports.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { Offers, SessionService } from './session/service.ts';
import { lastReply, stretchBefore } from './session/transcript.ts';
import type { Store } from './store/store.ts';
import { places } from './workspace/real-path.ts';
import { addWorktree, removeWorktree } from './workspace/worktrees.ts';

/** In the data folder: each repository has a folder in it, with the work trees that were made of it. */
const WORKTREES_FOLDER = 'worktrees';

type Parts = {
  readonly folder: string;
  readonly sessions: SessionService;
  readonly runner: Runner;
  readonly store: Store;
  readonly feed: AppFeed;
  readonly directory: Directory;
  readonly offers: Offers;
};

/** What the tools of agents reach of everything else. */
export function createTreePorts({ folder, sessions, runner, store, feed, directory, offers }: Parts): TreePorts {
  const root = join(folder, WORKTREES_FOLDER);
  return {
    clock: systemClock,
    newUlid: ulid,
    dispatch: (command) => sessions.dispatch(command),
    head: (id: SessionId) => store.sessions.head(id),
    tree: (id) => sessions.tree(id),
    lastReply: (head, charsMax) => lastReply(head, charsMax, store.sessions),
    said: (head, before, charsMax) => stretchBefore(head, before, charsMax, store.sessions),
    cardOf: (session, call, tool) => sessions.cardOf(session, call, tool),
    mentions: (session, other) => store.sessions.mentions(session, other),
    agents: () => directory.list(),
    offersOf: (agent) => offers.of(agent),
    awaiting: (turn, children) => runner.awaiting(turn, children),
    confirm: (session, question, signal) => runner.confirm(session, question, signal),
    listen: (changed) => feed.listen({ changed, purged: changed }),
    places,
    worktrees: {
      add: (from, name, signal) => addWorktree({ folder: from, root, name, signal }),
      remove: removeWorktree,
    },
  };
}
