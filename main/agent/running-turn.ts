import type { OptionValue } from '../../protocol/option.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { Tokens } from '../../protocol/usage.ts';
import type { Report, TurnReports, TurnRun } from '../session/runner-ports.ts';
import type { Conversation } from './conversation.ts';
import type { Waits } from './waits.ts';

/** A turn from its start to its end. Its end is told once, however many reasons there are. */
export class RunningTurn {
  readonly run: TurnRun;
  readonly #stop = new AbortController();
  readonly #terminate = new AbortController();
  readonly #alongside = new AbortController();
  /** What the agent is to be told before the prompt, by option. */
  readonly #wanted: Map<string, OptionValue>;
  readonly #reports: TurnReports;
  #ended = false;
  /** It waits for children. */
  awaiting = false;
  /** Set while it has, or had, a slot. */
  waits: Waits | undefined;
  /** Set once the agent was prompted: from then on stopping is a matter for both, and it has the last words. */
  conversation: Conversation | undefined;

  constructor(run: TurnRun, reports: TurnReports) {
    this.run = run;
    this.#wanted = new Map(Object.entries(run.wanted));
    this.#reports = reports;
  }

  /** Aborted when somebody wants the turn to stop. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Its agent has not been prompted yet. */
  get begins(): boolean {
    return !this.#ended && !this.conversation;
  }

  /** Resolves when the turn is to stop. */
  get stopped(): Promise<'stop'> {
    return aborted(this.#stop.signal).then(() => 'stop');
  }

  /** Aborted when the turn is to stop, and its agent with it. */
  get terminating(): AbortSignal {
    return this.#terminate.signal;
  }

  /** Aborted when somebody wants the turn to run now, beside those that it waits for. */
  get alongside(): AbortSignal {
    return this.#alongside.signal;
  }

  runAlongside(): void {
    this.#alongside.abort();
  }

  stop(): void {
    this.#stop.abort();
    if (!this.conversation) this.end({ kind: 'stopped' });
  }

  terminate(): void {
    this.#terminate.abort();
    this.stop();
  }

  /** A person chose something before the agent was prompted. */
  want(optionId: string, value: OptionValue): void {
    this.#wanted.set(optionId, value);
  }

  /** What the agent is to be told next, once; undefined when that is all. */
  takeWanted(): readonly [optionId: string, value: OptionValue] | undefined {
    const [next] = this.#wanted;
    if (next) this.#wanted.delete(next[0]);
    return next;
  }

  /** Its process holds much memory. */
  heavy(bytes: number): void {
    void this.tell({ type: 'heavy', bytes });
  }

  /** What happens to a turn that has ended is nobody's news. */
  tell(report: Report): Promise<void> | undefined {
    if (this.#ended) return undefined;
    return this.#reports.report(this.run.sessionId, this.run.turnId, report);
  }

  /** `tokens`: what it took, when its agent said so. */
  end(outcome: Outcome, tokens: Tokens | null = null): void {
    if (this.#ended) return;
    this.conversation?.finish();
    this.#ended = true;
    void this.#reports.report(this.run.sessionId, this.run.turnId, {
      ...{ type: 'ended', outcome },
      ...(tokens && { tokens }),
    });
  }
}

/** Resolves when the signal is, or was, aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
