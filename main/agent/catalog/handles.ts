import type { AgentId } from '../../../protocol/ids.ts';
import { PLAYBOOK } from '../directory.ts';

/** As `AgentId` demands. */
const HANDLE_CHARS_MAX = 32;

/** Gives every agent of one text a handle of its own. */
export class Handles {
  readonly #taken = new Set<string>([PLAYBOOK.id]);

  /** `wanted`, or the next one with a number that is free. */
  take(wanted: AgentId): AgentId {
    let handle: string = wanted;
    for (let number = 2; this.#taken.has(handle); number += 1) {
      const ending = `-${number}`;
      handle = `${wanted.slice(0, HANDLE_CHARS_MAX - ending.length)}${ending}`;
    }
    this.#taken.add(handle);
    return handle as AgentId;
  }
}

/** The handle nearest to a name: `GitHub Copilot` is `github-copilot`. Names without any Latin letter get `agent`. */
export function handleOf(name: string): AgentId {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '') // what is left of é is e
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, HANDLE_CHARS_MAX)
    .replace(/-+$/, '');
  return (plain === '' ? 'agent' : plain) as AgentId;
}
