import { readFile } from 'node:fs/promises';
import {
  type AgentContext,
  type ClientCapabilities,
  methods,
  type PermissionOptionKind,
  RequestError,
  type RequestPermissionRequest,
  type SessionUpdate,
  type TerminalHandle,
} from '@agentclientprotocol/sdk/unstable';
import { ulid } from 'ulid';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { confineReal } from './confine.ts';
import type { Answer, RunbookHost, Terminal } from './host.ts';
import type { ToolClient } from './tool-client.ts';

/** Output that a client keeps of one command, from its end. */
const OUTPUT_BYTES_MAX = 1024 * 1024;

const KINDS: Readonly<Record<Answer, PermissionOptionKind>> = {
  once: 'allow_once',
  always: 'allow_always',
  reject: 'reject_once',
};

type Place = {
  readonly session: string;
  readonly folder: string;
  readonly client: ClientCapabilities;
  readonly tools: ToolClient | null;
};

/** Does what a runbook asks through the client of one session. Make one per prompt: its messages are new ones. */
export function createAcpHost(context: AgentContext, { session, folder, client, tools }: Place): RunbookHost {
  const update = (news: SessionUpdate) =>
    context.notify(methods.client.session.update, { sessionId: session, update: news });
  let message = { of: 'none', id: '' };
  const tell = (of: 'agent_message_chunk' | 'agent_thought_chunk', text: string) => {
    if (message.of !== of) message = { of, id: ulid() };
    return update({ sessionUpdate: of, content: { type: 'text', text }, messageId: message.id });
  };

  return {
    offers: {
      terminal: client.terminal === true,
      write: client.fs?.writeTextFile === true,
      agents: tools !== null,
    },
    say: (text) => tell('agent_message_chunk', text),
    think: (text) => tell('agent_thought_chunk', text),
    title: (title) => update({ sessionUpdate: 'session_info_update', title }),
    plan: (entries) => update({ sessionUpdate: 'plan', entries: [...entries] }),
    startTool(call) {
      message = { of: 'none', id: '' };
      return update({ sessionUpdate: 'tool_call', ...call });
    },
    updateTool: (change) => update({ sessionUpdate: 'tool_call_update', ...change }),

    async ask(toolCall, choices, signal) {
      const options = choices.map(({ answer, name }) => ({ optionId: KINDS[answer], name, kind: KINDS[answer] }));
      const request: RequestPermissionRequest = { sessionId: session, toolCall, options };
      try {
        const { outcome } = await context.request(methods.client.session.requestPermission, request, {
          cancellationSignal: signal,
          stopWaitingOnCancel: true,
        });
        if (outcome.outcome !== 'selected') return null;
        return choices.find(({ answer }) => KINDS[answer] === outcome.optionId)?.answer ?? 'reject';
      } catch (error) {
        if (signal.aborted) return null;
        throw error;
      }
    },

    readFile: (path) =>
      attempt(
        client.fs?.readTextFile === true
          ? context.request(methods.client.fs.readTextFile, { sessionId: session, path }).then(({ content }) => content)
          : readInside(folder, path),
        (error) => (isMissing(error) ? ok(null) : undefined),
      ),
    writeFile: (path, content) =>
      attempt(context.request(methods.client.fs.writeTextFile, { sessionId: session, path, content }).then(() => null)),
    openTerminal: (command, args) =>
      attempt(
        context
          .createTerminal({
            sessionId: session,
            command,
            args: [...args],
            cwd: folder,
            outputByteLimit: OUTPUT_BYTES_MAX,
          })
          .then(terminalOf),
      ),
    callTool: async (request, signal) => tools?.call(request, signal) ?? refuse('This client offers no tools.'),
  };
}

function terminalOf(handle: TerminalHandle): Terminal {
  const exit = handle
    .waitForExit()
    .then(({ exitCode, signal }) => ({ code: exitCode ?? null, signal: signal ?? null }));
  return {
    id: handle.id,
    ended: attempt(exit),
    output: () => attempt(handle.currentOutput().then(({ output }) => output)),
    // A client that refuses has nothing running any more, or is gone: either way nothing is left for us to do.
    kill: () => attempt(handle.kill()).then(() => undefined),
    release: () => attempt(Promise.resolve(handle.release())).then(() => undefined),
  };
}

/** Errors of the client as sentences; `known` may make a value of one. */
async function attempt<Value>(
  promise: Promise<Value>,
  known: (error: unknown) => Result<Value, string> | undefined = () => undefined,
): Promise<Result<Value, string>> {
  try {
    return ok(await promise);
  } catch (error) {
    return known(error) ?? refuse(error instanceof Error ? error.message : String(error));
  }
}

async function readInside(folder: string, path: string): Promise<string> {
  if (!(await confineReal(folder, path))) throw new Error('it is outside the working folder');
  return readFile(path, 'utf8');
}

/** Clients word a missing file in different ways. */
function isMissing(error: unknown): boolean {
  if (error instanceof RequestError && error.code === -32002) return true;
  return error instanceof Error && /ENOENT|no such file/i.test(error.message);
}
