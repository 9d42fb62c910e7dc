import type { RequestId, SessionId } from '../../protocol/ids.ts';
import { OPTIONS_MAX, REQUESTS_MAX } from '../../protocol/limits.ts';
import type { PermissionAnswer, PermissionOption } from '../../protocol/permission.ts';
import { createLogger } from '../log/log.ts';
import { type Shape, shapesAt, textAt } from './shape.ts';

const log = createLogger('agent/permissions');

type Open = { readonly session: SessionId; readonly settle: (answer: PermissionAnswer | 'withdrawn') => void };

/** Questions that wait for a person. What they are about is told elsewhere; here is who waits for the answer. */
export class Permissions {
  readonly #open = new Map<RequestId, Open>();

  /** Whether one more question of this session may wait. */
  hasRoom(session: SessionId): boolean {
    return [...this.#open.values()].filter((open) => open.session === session).length < REQUESTS_MAX;
  }

  /** Resolves with the answer, or with 'withdrawn' when `signal` says that the agent took the question back. */
  ask(session: SessionId, id: RequestId, signal: AbortSignal): Promise<PermissionAnswer | 'withdrawn'> {
    if (signal.aborted) return Promise.resolve('withdrawn');
    return new Promise((resolve) => {
      const withdraw = () => settle('withdrawn');
      const settle = (answer: PermissionAnswer | 'withdrawn') => {
        signal.removeEventListener('abort', withdraw);
        this.#open.delete(id);
        resolve(answer);
      };
      signal.addEventListener('abort', withdraw, { once: true });
      this.#open.set(id, { session, settle });
    });
  }

  answer(session: SessionId, id: RequestId, answer: PermissionAnswer): void {
    const open = this.#open.get(id);
    if (open?.session === session) open.settle(answer);
    else log.info('answer to a question that is not open', { id });
  }

  /** Nobody will answer any more: the agent must not wait for ever. */
  cancelAll(session: SessionId): void {
    for (const open of [...this.#open.values()]) if (open.session === session) open.settle({ kind: 'cancelled' });
  }

  get size(): number {
    return this.#open.size;
  }
}

const OPTION_KINDS: Readonly<Record<string, PermissionOption['kind']>> = {
  allow_once: 'allow-once',
  allow_always: 'allow-always',
  reject_once: 'reject-once',
  reject_always: 'reject-always',
};

/** The options of a `session/request_permission`; those of kinds that we could not explain to a person are left out. */
export function parseOptions(params: Shape): readonly PermissionOption[] {
  return (shapesAt(params, 'options', OPTIONS_MAX) ?? []).flatMap((option) => {
    const [id, kind] = [textAt(option, 'optionId'), OPTION_KINDS[textAt(option, 'kind') ?? '']];
    return id && kind ? [{ id, kind, name: textAt(option, 'name') ?? id }] : [];
  });
}

/** The answer in the protocol's words. */
export function outcomeOf(answer: PermissionAnswer | 'withdrawn') {
  if (answer === 'withdrawn' || answer.kind === 'cancelled') return { outcome: { outcome: 'cancelled' } };
  return { outcome: { outcome: 'selected', optionId: answer.optionId } };
}
