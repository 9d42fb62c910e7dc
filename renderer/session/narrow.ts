import { useSyncExternalStore } from 'react';
import { NARROW_PX } from '../stores/window.ts';

const NARROW = window.matchMedia(`(max-width: ${NARROW_PX}px)`);

/** In a narrow window panels lie over the transcript. */
export const useNarrow = (): boolean => useSyncExternalStore(onNarrow, () => NARROW.matches);

function onNarrow(tell: () => void): () => void {
  NARROW.addEventListener('change', tell);
  return () => NARROW.removeEventListener('change', tell);
}
