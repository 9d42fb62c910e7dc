import type { KeyboardEvent, PointerEvent } from 'react';

/** Which of `all` lines a key leads to from line `at`, round and round; undefined when the key is no way to walk. */
export function stepTo({ key, shiftKey }: KeyboardEvent, at: number, all: number): number | undefined {
  if (all === 0 || shiftKey) return undefined;
  if (key === 'ArrowDown') return (at + 1) % all;
  return key === 'ArrowUp' ? (at + all - 1) % all : undefined;
}

/** A line that comes under a resting pointer does not take the selection; the browser tells of that too. */
export const hasMoved = ({ movementX, movementY }: PointerEvent): boolean => movementX !== 0 || movementY !== 0;
