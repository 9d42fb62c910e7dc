import type { Command } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { type AgentId, type SessionId, type TurnId, turnIdOf } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Logger } from '../log/log.ts';
import { isSettled } from './account.ts';
import type { TreePorts } from './ports.ts';

/** The end of what an agent said, as the one that spawned it is told; read_session gives all of it. */
const REPLY_CHARS_MAX = 2_000;
/** All replies of one notice together: it is read whether it matters or not. */
const REPLIES_CHARS_MAX = 12_000;
/** What comes to rest within this time is told at once, in one prompt. */
const TOGETHER_MS = 250;

export type NoticePorts = Pick<TreePorts, 'clock' | 'newUlid' | 'dispatch' | 'head' | 'tree' | 'lastReply'> & {
  readonly log: Logger;
  /** Whether the person wants agents to be told. */
  wanted(): boolean;
  /** Whether an agent reads a prompt as words; a runbook's runner has no use for them. */
  listens(agent: AgentId): boolean;
};

type Stop = Pick<Extract<Command, { type: 'stop' }>, 'sessionId' | 'tree' | 'by'>;
type Gathering = { readonly children: Set<SessionId>; stop(): void };
type Told = { readonly turn: TurnId; readonly children: readonly SessionId[] };

/**
 * Tells an agent that one that it spawned in the background has come to rest, once for each rest, in a prompt that waits
 * behind what runs. What an earlier life of the host left is not told: a prompt that was queued is kept with its session,
 * and what was cut off has not come to rest.
 */
export class Notices {
  readonly #ports: NoticePorts;
  /** The background agents that are at work. */
  readonly #busy = new Set<SessionId>();
  /** Those of them whose end is known to whoever would be told: it stopped them, or all of it is being stopped. */
  readonly #hushed = new Set<SessionId>();
  /** What is about to be told, by who is told. */
  readonly #gathering = new Map<SessionId, Gathering>();
  /** What each was told last: while nobody has read it, more is joined to it. */
  readonly #told = new Map<SessionId, Told>();
  #closed = false;

  constructor(ports: NoticePorts) {
    this.#ports = ports;
  }

  sessionChanged({ id, parent, background, busy }: Summary): void {
    if (this.#closed || !background || parent === null) return;
    if (busy) this.#busy.add(id);
    else if (this.#busy.delete(id)) this.#rested(id, parent);
  }

  sessionPurged(id: SessionId): void {
    this.#busy.delete(id);
    this.#hushed.delete(id);
    this.#told.delete(id);
    this.#gathering.get(id)?.stop();
    this.#gathering.delete(id);
  }

  /** Someone stops a session, or all below it too. Those below would only wake up what is being stopped with them. */
  stopping({ sessionId, tree = false, by }: Stop): void {
    if (by !== undefined && by === parentOf(this.#ports.head(sessionId))) this.#hush(sessionId);
    if (tree) for (const id of below(sessionId, this.#ports.tree(sessionId))) this.#hush(id);
  }

  close(): void {
    this.#closed = true;
    for (const { stop } of this.#gathering.values()) stop();
    this.#gathering.clear();
  }

  #hush(id: SessionId): void {
    if (this.#busy.has(id)) this.#hushed.add(id);
  }

  #rested(child: SessionId, parent: SessionId): void {
    if (this.#hushed.delete(child)) return;
    // One that waits for it has its answer as what came of the wait.
    if (this.#ports.head(parent)?.awaiting.includes(child)) return;
    const known = this.#gathering.get(parent);
    if (known) {
      known.children.add(child);
      return;
    }
    const stop = this.#ports.clock.after(TOGETHER_MS, () => this.#tell(parent));
    this.#gathering.set(parent, { children: new Set([child]), stop });
  }

  #tell(parent: SessionId): void {
    const rested = [...(this.#gathering.get(parent)?.children ?? [])];
    this.#gathering.delete(parent);
    const head = this.#ports.head(parent);
    if (!head || !this.#ports.wanted() || !this.#ports.listens(head.agentId) || !takesNotice(head)) return;
    const unread = this.#unread(head);
    const others = unread?.children.filter((id) => !rested.includes(id)) ?? [];
    const heads = [...others, ...rested].flatMap((id) => this.#ports.head(id) ?? []).filter(hasEnded);
    const last = heads.at(-1);
    if (!last || !heads.some(({ id }) => rested.includes(id))) return;
    const turnId = turnIdOf(this.#ports.newUlid());
    if (unread) this.#ports.dispatch({ type: 'unqueue', sessionId: parent, turnId: unread.turn });
    const text = this.#wordsOf(heads);
    const sent = this.#ports.dispatch({ type: 'queue', sessionId: parent, turnId, text, from: last.id });
    if (sent.ok) this.#told.set(parent, { turn: turnId, children: heads.map(({ id }) => id) });
    else this.#ports.log.warn('an agent was not told', { session: parent, refusal: sent.refusal.code });
  }

  /** What still waits in the queue as it was told; what a person has edited is theirs. */
  #unread({ id, queue }: Head): Told | undefined {
    const told = this.#told.get(id);
    return queue.prompts.some((one) => one.id === told?.turn && one.from !== undefined) ? told : undefined;
  }

  #wordsOf(heads: readonly Head[]): string {
    const charsMax = Math.min(REPLY_CHARS_MAX, Math.floor(REPLIES_CHARS_MAX / heads.length));
    return [...heads.map((head) => lineOf(head, this.#ports.lastReply(head, charsMax))), CLOSING].join('\n\n');
  }
}

const CLOSING = 'Go on if this matters to you; otherwise you need not answer.';

function lineOf(head: Head, reply: string): string {
  const name = `Background agent “${head.title.text || 'Untitled'}” (${head.id})`;
  const said = reply === '' ? 'It said nothing.' : `It said:\n\n${reply}`;
  return `${name} ${endOf(head)} ${said}`;
}

function endOf({ turn }: Head): string {
  const outcome = turn?.phase.kind === 'ended' ? turn.phase.outcome : undefined;
  if (outcome?.kind === 'failed') return `has failed: ${outcome.failure.message || outcome.failure.code}.`;
  return outcome?.kind === 'stopped' ? 'was stopped.' : 'has finished.';
}

const parentOf = (head: Head | undefined): SessionId | undefined => head?.relationship?.parent;

/** All of a tree that hang on a session. */
function below(session: SessionId, tree: readonly Summary[]): ReadonlySet<SessionId> {
  const found = new Set<SessionId>();
  const under = (parent: SessionId | null) => parent !== null && (parent === session || found.has(parent));
  // In the order of the tree whoever stands above one comes before it.
  for (const { id, parent } of tree) if (under(parent)) found.add(id);
  return found;
}

/** Whether it came to an end of its own that lasts; one that the host's end cut off did not. */
function hasEnded(head: Head): boolean {
  const { turn, deletedAt } = head;
  return (
    deletedAt === null && isSettled(head) && turn?.phase.kind === 'ended' && turn.phase.outcome.kind !== 'interrupted'
  );
}

/** A notice sets nothing going that a person has put away or stopped, or that waits for them to let it go on. */
function takesNotice(head: Head): boolean {
  const { turn, queue, rollback, archivedAt, deletedAt } = head;
  if (archivedAt !== null || deletedAt !== null || rollback !== null || isFetching(head)) return false;
  if (turn === null || queue.held !== null || turn.phase.kind === 'stopping') return false;
  return turn.phase.kind !== 'ended' || ['completed', 'cut-short'].includes(turn.phase.outcome.kind);
}
