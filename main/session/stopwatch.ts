import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import type { TurnId } from '../../protocol/ids.ts';
import type { Times } from '../../protocol/usage.ts';

export type Stretch = 'work' | 'person' | 'children' | 'line';

/**
 * Measures a turn while it is active: how long it has worked, and waited for whom, and how many calls of tools it has
 * made. It is held in memory alone: of a turn that it has not seen from its opening it says nothing.
 */
export class Stopwatch {
  readonly #now: () => number;
  #turn: TurnId | undefined;
  #stretch: Stretch = 'line';
  #since = 0;
  #begun = false;
  #ms: Readonly<Record<Stretch, number>> = NONE;
  #calls = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** To be told of all that happens, with the head as it is then. */
  saw(events: readonly SessionEvent[], head: Head): void {
    const { turn } = head;
    if (turn === null) return;
    // One that an agent leads itself waits in no line.
    const begins = turn.phase.kind === 'waiting' || (turn.phase.kind === 'running' && opens(events, turn.id));
    if (begins && turn.id !== this.#turn) this.#start(turn.id);
    if (turn.id !== this.#turn) return;
    const stretch = stretchOf(head);
    if (stretch !== this.#stretch) this.#change(stretch);
    if (turn.phase.kind === 'starting' || turn.phase.kind === 'running') this.#begun = true;
    const made = events.filter((event) => event.type === 'item-added' && event.item.kind === 'tool');
    this.#calls += made.filter((event) => event.type === 'item-added' && event.item.turn === turn.id).length;
  }

  /** Undefined when it has not seen all of the turn. `begun`: it had its place in the line. */
  read(turn: TurnId): { readonly begun: boolean; readonly times: Times; readonly toolCalls: number } | undefined {
    if (turn !== this.#turn) return undefined;
    const { work, person, children } = this.#upToNow();
    const times = { workMs: work, personMs: person, childrenMs: children };
    return { begun: this.#begun, times, toolCalls: this.#calls };
  }

  #start(turn: TurnId): void {
    this.#turn = turn;
    this.#stretch = 'line';
    this.#since = this.#now();
    this.#begun = false;
    this.#ms = NONE;
    this.#calls = 0;
  }

  #change(to: Stretch): void {
    this.#ms = this.#upToNow();
    this.#stretch = to;
    this.#since = this.#now();
  }

  #upToNow(): Readonly<Record<Stretch, number>> {
    const passed = Math.max(0, this.#now() - this.#since);
    return { ...this.#ms, [this.#stretch]: this.#ms[this.#stretch] + passed };
  }
}

const NONE: Readonly<Record<Stretch, number>> = { work: 0, person: 0, children: 0, line: 0 };

/** What waits for a place, or for a program to be allowed to start, does not work. */
export function stretchOf({ turn, requests, forms, awaiting }: Head): Stretch {
  const phase = turn?.phase;
  if (!phase || phase.kind === 'waiting' || phase.kind === 'ended') return 'line';
  if (phase.kind === 'starting' && phase.wait) return 'line';
  if (requests.length + forms.length > 0) return 'person';
  return awaiting.length > 0 ? 'children' : 'work';
}

const opens = (events: readonly SessionEvent[], turn: TurnId) =>
  events.some((event) => event.type === 'turn-opened' && event.turn.id === turn);
