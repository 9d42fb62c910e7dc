import type { Agent } from '../../protocol/agent.ts';
import type { TurnId } from '../../protocol/ids.ts';
import { createLogger } from '../log/log.ts';
import { Conversation, type ConversationPorts } from './conversation.ts';
import type { AgentHost } from './host.ts';
import { NativeChild, type NativeChildPorts, toldBy } from './native-child.ts';
import { parseSubagent, type SubagentNews } from './parse-subagent.ts';
import type { Shape } from './shape.ts';
import { NO_TOOLS } from './tool-offer.ts';

const log = createLogger('agent/subagents');

/** Whether the agent is told that sub-agents of its own can be shown: a draft of the protocol, so a person says so. */
export const showsSubagents = (agent: Agent) => agent.kind === 'custom' && agent.nativeSubagents === true;

type Ports = Omit<NativeChildPorts, 'notify'> & { conversation(): ConversationPorts };

/** The sub-agents that the agent of one process leads itself, under whatever conversation it announces them. */
export class Subagents {
  readonly #host: AgentHost;
  readonly #ports: Ports;
  /** By the agent's own id of each. */
  readonly #children = new Map<string, NativeChild>();

  constructor(host: AgentHost, ports: Ports) {
    this.#host = host;
    this.#ports = ports;
  }

  /** One of them works: the process must not end for want of anything to do. */
  get atWork(): boolean {
    return [...this.#children.values()].some(({ turn }) => turn !== undefined);
  }

  /** Whether it is one of them: nothing but a stop may be asked of those. */
  has(conversation: Conversation): boolean {
    return this.#children.get(conversation.agentSession)?.conversation === conversation;
  }

  /** A `subagent_update` in this conversation. */
  told(parent: Conversation, update: Shape): void {
    const news = parseSubagent(update);
    const known = news && this.#children.get(news.agentSession);
    const taken = news && !known && this.#host.conversations.has(news.agentSession);
    if (!news || taken || (known && known.parent !== parent)) {
      log.info('news of a sub-agent without a place passed over', { agent: this.#host.agent.id });
      return;
    }
    (known ?? this.#open(parent, news))?.hear(news);
  }

  /** Asks the agent to stop the one that runs this turn. Nothing happens when none of them does. */
  stop(turn: TurnId): void {
    [...this.#children.values()].find((child) => child.turn === turn)?.stop();
  }

  /** The turn of this conversation is over. */
  rested(parent: Conversation): void {
    for (const child of this.#children.values()) if (child.parent === parent) child.parentRested();
  }

  /** The conversation is closed: nothing is heard of it any more, nor of those below it. */
  closed(conversation: Conversation): void {
    for (const child of [...this.#children.values()]) {
      if (child.parent === conversation) void this.#host.forget(child.conversation);
    }
    if (!this.has(conversation)) return;
    this.#children.get(conversation.agentSession)?.lost(this.#host.over ? 'agent-ended' : 'agent-unsure');
    this.#children.delete(conversation.agentSession);
  }

  /** Undefined when it has no session to be shown in, and gets none. */
  #open(parent: Conversation, news: SubagentNews): NativeChild | undefined {
    const told = toldBy(news, news.title ?? news.description ?? null);
    const place = this.#ports.desk().place(parent.sessionId, told, parent.begunAt > 0);
    if (!place) {
      log.info('a sub-agent is not shown', { agent: this.#host.agent.id, parent: parent.sessionId });
      return undefined;
    }
    const { agentSession } = news;
    const { session: sessionId, folder } = place;
    const conversation = new Conversation(
      { agentSession, sessionId, folder, tools: NO_TOOLS },
      {
        ...this.#ports.conversation(),
        configured: () => undefined, // what is chosen in it is its agent's choice
        wakes: (asks) => child.wake(asks),
      },
    );
    const notify = (method: string, params: Shape) => this.#host.connection.notify(method, params);
    const child = new NativeChild(sessionId, parent, conversation, { ...this.#ports, notify });
    this.#children.set(agentSession, child);
    this.#host.keep(conversation);
    return child;
  }
}
