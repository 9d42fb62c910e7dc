import type { Clock } from '../clock.ts';

export type Timely<Value> = { readonly kind: 'done'; readonly value: Value } | { readonly kind: 'late' };

/** Waits for `promise`, but not longer than `ms`. A rejection in time passes on; one that comes late is nobody's any more. */
export function within<Value>(clock: Clock, ms: number, promise: Promise<Value>): Promise<Timely<Value>> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve({ kind: 'late' }));
    promise.then(
      (value) => {
        cancel();
        resolve({ kind: 'done', value });
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** Waits until `at`, epoch ms, or until `signal` is aborted. */
export function pauseUntil(clock: Clock, at: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(at - clock.now(), end);
    signal.addEventListener('abort', end);
  });
}

export const pause = (clock: Clock, ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
