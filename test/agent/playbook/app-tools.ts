import { z } from 'zod';
import { type ToolCall, toolOf } from '../../../main/orchestration/tool.ts';
import { openToolServer, type ToolAccess } from '../../../main/orchestration/tool-server.ts';
import { sessionIdOf } from '../../../protocol/ids.ts';
import { ok, refuse } from '../../../protocol/result.ts';
import type { Fields } from '../../support/acp-client.ts';

const SESSION = sessionIdOf('01JB0000000000000000000000');

export type Called = { readonly tool: string; readonly input: Fields; readonly call: ToolCall };

/** The tools of the app over HTTP, as far as Playbook uses them, with children that end when a test says so. */
export type AppTools = {
  readonly calls: readonly Called[];
  readonly access: ToolAccess;
  /** What a conversation is opened with. */
  readonly servers: readonly Fields[];
  /** Ends every child, by title, that is there or comes later. */
  end(title: string, state: string, reply?: string): void;
  /** Refuses every task for this handle. */
  readonly strangers: Set<string>;
  /** The next call of a tool that has not been asked for yet. */
  next(tool: string): Promise<Called>;
  close(): Promise<void>;
};

type Child = { readonly session: string; readonly title: string; readonly agent: string };

/** `perform` does what a child is told, and resolves with its last words; without it, children wait for `end`. */
export async function openAppTools(perform?: (input: Fields) => Promise<string>): Promise<AppTools> {
  const children: Child[] = [];
  const ends = new Map<string, Fields>();
  const calls: Called[] = [];
  const strangers = new Set<string>();
  const waiting = new Set<() => void>();
  const listeners = new Map<string, (called: Called) => void>();
  const note = (tool: string, input: Fields, call: ToolCall) => {
    const called = { tool, input, call };
    calls.push(called);
    listeners.get(tool)?.(called);
    listeners.delete(tool);
  };
  const end: AppTools['end'] = (title, state, reply) => {
    ends.set(title, { state, ...(reply !== undefined && { reply }) });
    for (const wake of [...waiting]) wake();
  };
  const reportOf = (child: Child) => ({ ...child, ...(ends.get(child.title) ?? { state: 'works' }) });

  const spawn = toolOf({
    ...{ name: 'spawn_agent', title: 'Spawn', description: 'Starts an agent', reads: false },
    input: z.object({
      ...{ task: z.string(), title: z.string().optional(), agent: z.string().optional() },
      ...{ folder: z.string().optional(), worktree: z.union([z.boolean(), z.string()]).optional() },
      background: z.boolean().optional(),
    }),
    answer: (input, call) => {
      note('spawn_agent', input, call);
      const agent = input.agent ?? 'playbook';
      if (strangers.has(agent)) return refuse(`There is no agent @${agent}. Ask list_agents which there are.`);
      const child = { session: `child-${children.length + 1}`, title: input.title ?? '', agent };
      children.push(child);
      perform?.(input).then(
        (reply) => end(child.title, 'finished', reply),
        (error: unknown) => end(child.title, 'failed', String(error)),
      );
      return ok({ ...child, folder: '/somewhere', ...(input.worktree && { branch: `skein/${children.length}` }) });
    },
  });
  const wait = toolOf({
    ...{ name: 'wait_for_agents', title: 'Wait', description: 'Waits for agents', reads: true },
    input: z.object({ sessions: z.array(z.string()), until: z.enum(['all', 'any']) }),
    answer: async (input, call) => {
      const waited = children.filter(({ session }) => input.sessions.includes(session));
      for (;;) {
        const open = waited.filter(({ title }) => !ends.has(title)).length;
        if (open === 0 || (input.until === 'any' && open < waited.length))
          return ok({ done: open === 0, agents: waited.map(reportOf) });
        if (call.signal.aborted) return refuse('It was cancelled.');
        const changed = new Promise<void>((resolve) => {
          waiting.add(resolve);
          call.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        call.progress(`${open} of ${waited.length} at work`);
        note('wait_for_agents', input, call);
        await changed;
      }
    },
  });
  const server = await openToolServer({ tools: () => [spawn, wait], version: '1.0.0' });
  const access = server.access(SESSION);
  const headers = [{ name: 'Authorization', value: `Bearer ${access.key}` }];
  return {
    ...{ calls, access, strangers, servers: [{ type: 'http', name: 'skein', url: access.url, headers }] },
    end,
    next: (tool) => new Promise((resolve) => listeners.set(tool, resolve)),
    close: () => server.close(),
  };
}
