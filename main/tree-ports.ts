import { join } from 'node:path';
import { ulid } from 'ulid';
import type { SessionId } from '../protocol/ids.ts';
import type { Directory } from './agent/directory.ts';
import type { Runner } from './agent/runner.ts';
import { type Clock, systemClock } from './clock.ts';
import type { TreePorts } from './orchestration/ports.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { Places } from './session/ports.ts';
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
  readonly runner: Pick<Runner, 'awaiting' | 'confirm'>;
  readonly store: Pick<Store, 'sessions'>;
  readonly feed: AppFeed;
  readonly directory: Pick<Directory, 'list'>;
  readonly offers: Offers;
};

/** What is the same wherever a host runs. */
type Surroundings = { readonly clock: Clock; newUlid(): string; readonly places: Places };
const REAL: Surroundings = { clock: systemClock, newUlid: ulid, places };

/** What the tools of agents reach of everything else. */
export function createTreePorts(parts: Parts, surroundings: Surroundings = REAL): TreePorts {
  const { folder, sessions, runner, store, feed, directory, offers } = parts;
  const root = join(folder, WORKTREES_FOLDER);
  return {
    ...surroundings,
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
    worktrees: {
      add: (from, name, signal) => addWorktree({ folder: from, root, name, signal }),
      remove: removeWorktree,
    },
  };
}
