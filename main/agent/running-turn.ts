import type { Outcome } from '../../protocol/turn.ts';
import type { Report, TurnReports, TurnRun } from '../session/ports.ts';
import type { Conversation } from './conversation.ts';

/** A turn from its start to its end. Its end is told once, however many reasons there are. */
export class RunningTurn {
  readonly run: TurnRun;
  readonly #stop = new AbortController();
  readonly #reports: TurnReports;
  #ended = false;
  /** Set once the agent was prompted: from then on stopping is a matter for both, and it has the last words. */
  conversation: Conversation | undefined;

  constructor(run: TurnRun, reports: TurnReports) {
    this.run = run;
    this.#reports = reports;
  }

  /** Aborted when somebody wants the turn to stop. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves when the turn is to stop. */
  get stopped(): Promise<'stop'> {
    return new Promise((resolve) => {
      if (this.stopping.aborted) resolve('stop');
      else this.stopping.addEventListener('abort', () => resolve('stop'), { once: true });
    });
  }

  stop(): void {
    this.#stop.abort();
    if (!this.conversation) this.end({ kind: 'stopped' });
  }

  /** What happens to a turn that has ended is nobody's news. */
  tell(report: Report): Promise<void> | undefined {
    if (this.#ended) return undefined;
    return this.#reports.report(this.run.sessionId, this.run.turnId, report);
  }

  end(outcome: Outcome): void {
    if (this.#ended) return;
    this.conversation?.finish();
    this.#ended = true;
    void this.#reports.report(this.run.sessionId, this.run.turnId, { type: 'ended', outcome });
  }
}
