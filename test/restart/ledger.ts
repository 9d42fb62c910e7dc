import type { Command } from '../../protocol/command.ts';
import type { SessionState } from '../../protocol/head.ts';
import type { AgentId, SessionId, TurnId } from '../../protocol/ids.ts';
import { HostKilled, type Life } from './life.ts';

/** What a host said was recorded of one session. */
type Known = {
  readonly created: boolean;
  readonly deleted: boolean;
  readonly title: string | null;
  readonly prompts: ReadonlyMap<TurnId, string>;
};

const NOTHING: Known = { created: false, deleted: false, title: null, prompts: new Map() };

/** What the host has of a session after it was started again. */
export type Stored = { readonly listed: boolean; readonly state: SessionState };

/** Sends the commands of one session, one after the other, and remembers which were acknowledged. */
export class Ledger {
  readonly sessionId: SessionId;
  readonly agentId: AgentId;
  readonly folder: string;
  #known: Known = NOTHING;
  /** Sent, and the host was killed before it answered: it may have been recorded, or not. */
  #unsure: Command | undefined;

  constructor(sessionId: SessionId, agentId: AgentId, folder: string) {
    this.sessionId = sessionId;
    this.agentId = agentId;
    this.folder = folder;
  }

  get created(): boolean {
    return this.#known.created;
  }

  /** Throws what the life throws. */
  async send(life: Life, command: Command): Promise<void> {
    try {
      await life.dispatch(command);
      this.#known = after(this.#known, command);
    } catch (error) {
      if (error instanceof HostKilled) this.#unsure ??= command;
      throw error;
    }
  }

  /** What is missing or wrong, in words; nothing when all that was acknowledged is there. */
  complaints(stored: Stored | undefined): readonly string[] {
    const sure = complaintsOf(this.#known, stored);
    if (sure.length === 0 || !this.#unsure) return sure;
    const also = complaintsOf(after(this.#known, this.#unsure), stored);
    return also.length === 0 ? [] : [...sure, ...also];
  }

  /** The host has said what became of it. */
  settle(stored: Stored): void {
    if (this.#unsure && complaintsOf(this.#known, stored).length > 0) this.#known = after(this.#known, this.#unsure);
    this.#unsure = undefined;
  }
}

function after(known: Known, command: Command): Known {
  switch (command.type) {
    case 'create':
      return { ...known, created: true };
    case 'rename':
      return { ...known, title: command.title };
    case 'prompt':
      return { ...known, prompts: new Map([...known.prompts, [command.turnId, command.text]]) };
    case 'delete':
      return { ...known, deleted: true };
    case 'restore':
      return { ...known, deleted: false };
    default:
      return known;
  }
}

function complaintsOf(known: Known, stored: Stored | undefined): readonly string[] {
  if (!stored) return known.created ? ['The session is gone'] : [];
  if (!known.created) return ['There is a session that was never acknowledged'];
  const { head, window } = stored.state;
  const complaints: string[] = [];
  if (stored.listed === known.deleted)
    complaints.push(known.deleted ? 'A deleted session is back' : 'It is not listed');
  if (known.title !== null && head.title.text !== known.title) {
    complaints.push(`Its title is ${head.title.text}, not ${known.title}`);
  }
  for (const [turn, text] of known.prompts) {
    const found = window.items.some((item) => item.turn === turn && item.kind === 'prompt' && item.text.head === text);
    if (!found) complaints.push(`The prompt of ${turn} is gone`);
  }
  return complaints;
}
