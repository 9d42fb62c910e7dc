import { isAbsolute } from 'node:path';
import {
  type AgentApp,
  type AgentContext,
  agent,
  type ClientCapabilities,
  type McpServer,
  methods,
  PROTOCOL_VERSION,
  RequestError,
} from '@agentclientprotocol/sdk/unstable';
import { nextTurn } from '../../clock.ts';
import { createAcpHost } from './acp-host.ts';
import { askedBy } from './attached.ts';
import { COMMANDS } from './commands.ts';
import { copyOf, createMemoryStore, type Memory, NOTHING_YET } from './memory.ts';
import { MODE_OPTION, optionsOf, parseMode } from './mode.ts';
import type { Pace } from './pace.ts';
import { PlaybookSession } from './session.ts';
import { isSessionId, newSessionId } from './session-id.ts';
import { toolsAmong } from './tool-client.ts';

/** Sessions held at a time; the one that was opened first goes, and is found on disk again when it is resumed. */
const SESSIONS_MAX = 500;

/** What a conversation is opened with. */
type Opening = { readonly cwd: string; readonly mcpServers?: readonly McpServer[] | undefined };

const { session } = methods.agent;

/** The agent's side of one connection. `stateFolder` is made when there is something to keep. */
export function createPlaybook(stateFolder: string, pace: Pace): AgentApp {
  const store = createMemoryStore(stateFolder);
  const sessions = new Map<string, PlaybookSession>();
  let client: ClientCapabilities = {};

  const open = (id: string, { cwd, mcpServers }: Opening, context: AgentContext, memory: Memory) => {
    if (!isAbsolute(cwd)) throw RequestError.invalidParams({ cwd }, 'cwd must be absolute');
    sessions.get(id)?.close();
    const place = { id, folder: cwd, tools: toolsAmong(mcpServers ?? []) };
    sessions.set(id, new PlaybookSession(place, memory, store, pace));
    forgetOldest(sessions);
    // A client knows which session it is about when it has read the answer that opens it.
    void nextTurn().then(() => announceCommands(context, id));
    return { configOptions: optionsOf(memory.mode) };
  };
  /** One without a file never ran anything: it is as good as new. */
  const recall = (id: string) => {
    if (!isSessionId(id)) throw RequestError.invalidParams(undefined, 'Not an id of a session');
    return store.load(id);
  };
  const find = (id: string) => {
    const found = sessions.get(id);
    if (!found) throw RequestError.resourceNotFound(id);
    return found;
  };

  return agent({ name: 'playbook' })
    .onRequest(methods.agent.initialize, ({ params }) => {
      client = params.clientCapabilities ?? {};
      return {
        protocolVersion: PROTOCOL_VERSION,
        agentInfo: { name: 'playbook', title: 'Playbook', version: '1.0.0' },
        agentCapabilities: {
          promptCapabilities: { embeddedContext: true },
          mcpCapabilities: { http: true },
          sessionCapabilities: { resume: {}, close: {}, fork: {} },
        },
      };
    })
    .onRequest(session.new, ({ params, client: context }) => {
      const sessionId = newSessionId();
      return { sessionId, ...open(sessionId, params, context, NOTHING_YET) };
    })
    .onRequest(session.resume, async ({ params, client: context }) => {
      const memory = await recall(params.sessionId);
      if (sessions.get(params.sessionId)?.busy) throw RequestError.invalidRequest(undefined, 'The session is running');
      return open(params.sessionId, params, context, memory);
    })
    .onRequest(session.fork, async ({ params, client: context }) => {
      const memory = copyOf(await recall(params.sessionId));
      const sessionId = newSessionId();
      const opened = open(sessionId, params, context, memory);
      await store.save(sessionId, memory);
      return { sessionId, ...opened };
    })
    .onRequest(session.setConfigOption, async ({ params }) => {
      const mode = params.configId === MODE_OPTION ? parseMode(params.value) : undefined;
      if (!mode) throw RequestError.invalidParams(undefined, `There is no ${params.configId} “${params.value}”`);
      await find(params.sessionId).choose(mode);
      return { configOptions: optionsOf(mode) };
    })
    .onRequest(session.close, ({ params }) => {
      find(params.sessionId).close();
      sessions.delete(params.sessionId);
      return {};
    })
    .onRequest(session.prompt, async ({ params, client: context, signal }) => {
      const found = find(params.sessionId);
      if (found.busy) throw RequestError.invalidRequest(undefined, 'The previous prompt has not ended');
      announceCommands(context, found.id); // that answer may have been read too late for the first time
      const { id, folder, tools } = found;
      const host = createAcpHost(context, { session: id, folder, client, tools });
      return { stopReason: await found.prompt(askedBy(params.prompt), host, signal) };
    })
    .onNotification(session.cancel, ({ params }) => sessions.get(params.sessionId)?.cancel());
}

function forgetOldest(sessions: Map<string, PlaybookSession>): void {
  if (sessions.size <= SESSIONS_MAX) return;
  const idle = [...sessions.values()].find((one) => !one.busy);
  idle?.close();
  if (idle) sessions.delete(idle.id);
}

/** Says what may be written behind a `/`. */
function announceCommands(context: AgentContext, sessionId: string): void {
  const update = { sessionUpdate: 'available_commands_update' as const, availableCommands: [...COMMANDS] };
  context.notify(methods.client.session.update, { sessionId, update }).catch((error: unknown) => {
    process.stderr.write(`playbook: commands were not announced: ${String(error)}\n`);
  });
}
