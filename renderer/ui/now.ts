import { useSyncExternalStore } from 'react';

/** The present, told to all who ask at the same moments, so that times on one screen agree. */
export function ticking(everyMs: number) {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  /** Nobody sees a hidden window, and it is told when it is shown again. */
  const tellUnlessHidden = () => {
    if (document.visibilityState === 'hidden') return;
    now = Date.now();
    for (const tell of listeners) tell();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    now = Date.now();
    if (timer === undefined) {
      timer = setInterval(tellUnlessHidden, everyMs);
      document.addEventListener('visibilitychange', tellUnlessHidden);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tellUnlessHidden);
      timer = undefined;
    };
  };
  return { subscribe, read: () => now };
}

const SECOND = ticking(1_000);
const FEW_SECONDS = ticking(3_000);
const MINUTE = ticking(30_000);

/** For ages in lists. */
export const useMinute = () => useSyncExternalStore(MINUTE.subscribe, MINUTE.read);
/** For what runs. */
export const useSecond = () => useSyncExternalStore(SECOND.subscribe, SECOND.read);

/** For a drawing of time: it moves every few seconds while something in it runs, else as ages in lists do. */
export function usePresent(runs: boolean): number {
  const ticks = runs ? FEW_SECONDS : MINUTE;
  return useSyncExternalStore(ticks.subscribe, ticks.read);
}
