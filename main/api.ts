import { implement, ORPCError } from '@orpc/server';
import { contract } from '../protocol/contract.ts';
import type { Result } from '../protocol/result.ts';
import type { Host } from './host.ts';
import { createLogger, type Logger } from './log/log.ts';

export type AppRouter = ReturnType<typeof createRouter>;

/** Of a call that cannot be taken back. */
const NEVER = new AbortController().signal;

/**
 * The contract over a host, the same for every transport. A refusal becomes the error `REFUSED` with its data; what a
 * handler throws is a bug: it is logged here, and the caller learns only that something went wrong.
 */
export function createRouter(host: Host, log: Logger = createLogger('api')) {
  const api = implement(contract).use(async ({ next, path, signal }) => {
    try {
      return await next();
    } catch (error) {
      if (!signal?.aborted) noteBug(log, path, error); // a caller who is gone is no bug
      throw error;
    }
  });
  const noting = <Item>(path: readonly string[], items: AsyncGenerator<Item>) =>
    noted(items, (bug) => noteBug(log, path, bug));
  return api.router({
    app: {
      about: api.app.about.handler(() => host.about),
      watch: api.app.watch.handler(({ input, signal, path }) => noting(path, host.watch(input.from, signal))),
      look: api.app.look.handler(({ input }) => host.look(input.stream, input.session)),
    },
    streams: {
      ack: api.streams.ack.handler(({ input }) => host.ack(input.stream, input.seq)),
    },
    sessions: {
      dispatch: api.sessions.dispatch.handler(({ input, errors }) =>
        accepted(host.sessions.dispatch(input), errors.REFUSED),
      ),
      follow: api.sessions.follow.handler(({ input, signal, errors, path }) =>
        noting(path, accepted(host.sessions.follow(input, signal), errors.REFUSED)),
      ),
      items: api.sessions.items.handler(({ input, errors }) => accepted(host.sessions.items(input), errors.REFUSED)),
      blob: api.sessions.blob.handler(({ input, errors }) => accepted(host.sessions.blob(input), errors.REFUSED)),
      list: api.sessions.list.handler(({ input }) => host.sessions.list(input)),
      tree: api.sessions.tree.handler(({ input }) => host.sessions.tree(input.sessionId)),
      treeUse: api.sessions.treeUse.handler(({ input, errors }) =>
        accepted(host.sessions.treeUse(input.sessionId), errors.REFUSED),
      ),
      timeline: api.sessions.timeline.handler(({ input }) => host.sessions.timeline(input.sessionId)),
      rollbackPreview: api.sessions.rollbackPreview.handler(({ input, errors }) =>
        accepted(host.sessions.rollbackPreview(input), errors.REFUSED),
      ),
      worktrees: api.sessions.worktrees.handler(({ input }) => host.worktrees.of(input.sessionId)),
      removeWorktrees: api.sessions.removeWorktrees.handler(({ input }) => host.worktrees.removeEmpty(input.sessionId)),
    },
    attachments: {
      put: api.attachments.put.handler(async ({ input, errors }) =>
        accepted(await host.attachments.put(input), errors.REFUSED),
      ),
      cancel: api.attachments.cancel.handler(({ input }) => host.attachments.cancel(input.upload)),
      read: api.attachments.read.handler(async ({ input, errors }) =>
        accepted(await host.attachments.read(input.id, input.from), errors.REFUSED),
      ),
    },
    agents: {
      save: api.agents.save.handler(({ input, errors }) => accepted(host.agents.save(input), errors.REFUSED)),
      remove: api.agents.remove.handler(({ input, errors }) => accepted(host.agents.remove(input.id), errors.REFUSED)),
      test: api.agents.test.handler(({ input }) => host.agents.test(input)),
      signIns: api.agents.signIns.handler(async ({ input, errors }) =>
        accepted(await host.agents.signIns(input.agentId, input.start), errors.REFUSED),
      ),
      signIn: api.agents.signIn.handler(async ({ input, signal = NEVER, errors }) =>
        accepted(await host.agents.signIn(input.agentId, input.wayId, signal), errors.REFUSED),
      ),
      signOut: api.agents.signOut.handler(async ({ input, signal = NEVER, errors }) =>
        accepted(await host.agents.signOut(input.agentId, signal), errors.REFUSED),
      ),
      sessions: api.agents.sessions.handler(async ({ input, signal = NEVER, errors }) =>
        accepted(await host.agents.sessions(input, signal), errors.REFUSED),
      ),
    },
    catalog: {
      list: api.catalog.list.handler(() => host.catalog.list()),
      refresh: api.catalog.refresh.handler(() => host.catalog.refresh()),
      read: api.catalog.read.handler(async ({ input, errors }) =>
        accepted(await host.catalog.read(input.text), errors.REFUSED),
      ),
    },
    usage: {
      of: api.usage.of.handler(({ input }) => host.usage.of(input.sessionId)),
      turns: api.usage.turns.handler(({ input }) => host.usage.turns(input.sessionId, input.turns)),
      summary: api.usage.summary.handler(({ input }) => host.usage.summary(input.by, input.since)),
    },
    folders: {
      list: api.folders.list.handler(async ({ input, errors }) =>
        accepted(await host.folders.list(input.path), errors.REFUSED),
      ),
      files: api.folders.files.handler(async ({ input, signal = NEVER, errors }) =>
        accepted(await host.folders.files(input, signal), errors.REFUSED),
      ),
    },
    keybindings: {
      change: api.keybindings.change.handler(({ input, errors }) =>
        accepted(host.keybindings.change(input), errors.REFUSED),
      ),
    },
    secrets: {
      set: api.secrets.set.handler(async ({ input: { value, ...name }, errors }) =>
        accepted(await host.secrets.set(name, value), errors.REFUSED),
      ),
      forget: api.secrets.forget.handler(async ({ input, errors }) =>
        accepted(await host.secrets.forget(input), errors.REFUSED),
      ),
    },
    permissions: {
      rules: api.permissions.rules.handler(() => host.permissions.rules()),
      revoke: api.permissions.revoke.handler(({ input, errors }) =>
        accepted(host.permissions.revoke(input.id), errors.REFUSED),
      ),
      restore: api.permissions.restore.handler(({ input, errors }) =>
        accepted(host.permissions.restore(input.id), errors.REFUSED),
      ),
      decisions: api.permissions.decisions.handler(({ input: { sessionId, ...page } }) =>
        host.permissions.decisions({ session: sessionId, ...page }),
      ),
    },
    preferences: {
      change: api.preferences.change.handler(({ input, errors }) =>
        accepted(host.preferences.change(input), errors.REFUSED),
      ),
    },
  });
}

function accepted<Value, Refusal>(
  result: Result<Value, Refusal>,
  refused: (options: { readonly data: Refusal }) => Error,
): Value {
  if (!result.ok) throw refused({ data: result.refusal });
  return result.value;
}

/** A stream breaks after its call has returned, so its bugs are noted on the way out. */
async function* noted<Item>(items: AsyncGenerator<Item>, note: (bug: unknown) => void): AsyncGenerator<Item, void> {
  try {
    yield* items;
  } catch (error) {
    note(error);
    throw error;
  }
}

/** Refusals and inputs that do not parse are answers, not bugs. */
function noteBug(log: Logger, path: readonly string[], error: unknown): void {
  if (error instanceof ORPCError) return;
  log.error('a call failed', { call: path.join('.'), error: error instanceof Error ? error.stack : String(error) });
}
