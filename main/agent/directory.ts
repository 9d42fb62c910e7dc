import type { Agent } from '../../protocol/agent.ts';
import type { AgentId } from '../../protocol/ids.ts';

/** The agent that ships with the app: it needs no key, no network and no settings. */
export const PLAYBOOK: Agent = { kind: 'built-in', id: 'playbook' as AgentId, name: 'Playbook' };

/** The agents that a session may name. */
export class Directory {
  #custom: readonly Agent[] = [];

  constructor(custom: readonly Agent[] = []) {
    this.set(custom);
  }

  /** Replaces the configured agents; the built-in one is always there and its handle cannot be taken. */
  set(custom: readonly Agent[]): void {
    this.#custom = custom.filter((agent) => agent.id !== PLAYBOOK.id);
  }

  list(): readonly Agent[] {
    return [PLAYBOOK, ...this.#custom];
  }

  resolve(id: AgentId): Agent | undefined {
    return this.list().find((agent) => agent.id === id);
  }
}
