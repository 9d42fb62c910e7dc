import { useEffect } from 'react';
import { create } from 'zustand';
import type { SessionId } from '../../protocol/ids.ts';

/** Children whose words are followed at once in one window, in cards: each is a stream of its own. */
export const FOLLOWED_MAX = 4;

type Line = { readonly line: readonly SessionId[] };

/** Those that are to be followed, in the order in which they came; the first of them are. */
export const useLine = create<Line>()(() => ({ line: [] }));

/** Stands in the line until the answer is called. One that several cards show stands in it once for each. */
export function standInLine(id: SessionId): () => void {
  useLine.setState(({ line }) => ({ line: [...line, id] }));
  return () =>
    useLine.setState(({ line }) => {
      const at = line.lastIndexOf(id);
      return at < 0 ? {} : { line: line.toSpliced(at, 1) };
    });
}

export const isFollowed = ({ line }: Line, id: SessionId): boolean =>
  [...new Set(line)].slice(0, FOLLOWED_MAX).includes(id);

/** Whether a child may be followed now; it stands in the line as long as that is `wanted`. */
export function useFollowed(id: SessionId, wanted: boolean): boolean {
  useEffect(() => (wanted ? standInLine(id) : undefined), [id, wanted]);
  return useLine((state) => wanted && isFollowed(state, id));
}
