import type { RequestId, SessionId } from '../../protocol/ids.ts';
import { createLogger } from '../log/log.ts';

const log = createLogger('agent/questions');

type Cancelled = { readonly kind: 'cancelled' };
type Open<Answer> = {
  /** The conversation that asks. */
  readonly owner: object;
  readonly session: SessionId;
  readonly settle: (answer: Answer | Cancelled | 'withdrawn') => void;
};

/** Questions of one kind that wait for a person. What they are about is told elsewhere; here is who waits. */
export class Questions<Answer> {
  readonly #max: number;
  readonly #open = new Map<RequestId, Open<Answer>>();

  /** `max`: how many may wait in one session. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Whether one more question of this session may wait. */
  hasRoom(session: SessionId): boolean {
    return [...this.#open.values()].filter((open) => open.session === session).length < this.#max;
  }

  /** Whether one of this session waits. */
  hasOpen(session: SessionId): boolean {
    return [...this.#open.values()].some((open) => open.session === session);
  }

  /**
   * Resolves with the answer, or with 'withdrawn' when `signal` says that the agent took the question back. `owner`: who
   * may cancel it; a session may have several conversations that ask, as on two branches.
   */
  ask(
    owner: object,
    session: SessionId,
    id: RequestId,
    signal: AbortSignal,
  ): Promise<Answer | Cancelled | 'withdrawn'> {
    if (signal.aborted) return Promise.resolve('withdrawn');
    return new Promise((resolve) => {
      const withdraw = () => settle('withdrawn');
      const settle = (answer: Answer | Cancelled | 'withdrawn') => {
        signal.removeEventListener('abort', withdraw);
        this.#open.delete(id);
        resolve(answer);
      };
      signal.addEventListener('abort', withdraw, { once: true });
      this.#open.set(id, { owner, session, settle });
    });
  }

  answer(session: SessionId, id: RequestId, answer: Answer): void {
    const open = this.#open.get(id);
    if (open?.session === session) open.settle(answer);
    else log.info('answer to a question that is not open', { id });
  }

  /** Nobody will answer any more: the agent must not wait for ever. */
  cancelAll(owner: object): void {
    for (const open of [...this.#open.values()]) if (open.owner === owner) open.settle({ kind: 'cancelled' });
  }
}
