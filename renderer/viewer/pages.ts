import { isDefinedError, safe } from '@orpc/client';
import { useEffect, useRef, useState } from 'react';
import type { ItemId, SessionId } from '../../protocol/ids.ts';
import type { Text } from '../../protocol/text.ts';
import { Disconnected, host } from '../stores/link.ts';
import { words } from '../words/words.ts';
import { joinStretch, joinTail, type Region, type Stretch, stretchBehind } from './region.ts';

/** Which text: `key` as in `sessions.blob`. */
export type TextPlace = { readonly sessionId: SessionId; readonly itemId: ItemId; readonly key: string | null };

export type Pages = {
  readonly region: Region;
  /** Of the whole text, as far as it has come. */
  readonly length: number;
  readonly loading: boolean;
  /** Why the last stretch did not come; null: it did. */
  readonly problem: string | null;
  /** Reads a stretch beside the region, unless one is being read. */
  more(stretch: Stretch): void;
  /** Reads a stretch instead of whatever is being read. */
  go(stretch: Stretch): void;
  retry(): void;
};

/** A text of any length, of which one region is held; the rest is read as it is wanted. */
export function usePages(place: TextPlace, text: Text): Pages {
  const [region, setRegion] = useState<Region>({ base: 0, text: text.head });
  const [told, setTold] = useState(0);
  const [asked, setAsked] = useState<Stretch | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef<Stretch>(undefined);
  useEffect(
    () => () => {
      latest.current = undefined;
    },
    [],
  );

  const go = async (stretch: Stretch) => {
    latest.current = stretch;
    setAsked(stretch);
    setProblem(null);
    const answer = await readStretch(place, stretch);
    if (latest.current !== stretch) return;
    if (!answer.ok) setProblem(answer.why);
    else {
      setAsked(null);
      setTold(answer.length);
      setRegion((known) => joinStretch(known, stretch.from, answer.text));
    }
  };
  const length = Math.max(text.length, told);
  return {
    region,
    length,
    loading: asked !== null && problem === null,
    problem,
    go: (stretch) => void go(stretch),
    more(stretch) {
      if (asked !== null) return;
      const grown = stretch.from === stretchBehind(region, length)?.from ? joinTail(region, text) : region;
      if (grown === region) void go(stretch);
      else setRegion(grown);
    },
    retry: () => asked && void go(asked),
  };
}

type Answer =
  | { readonly ok: true; readonly text: string; readonly length: number }
  | { readonly ok: false; readonly why: string };

async function readStretch(place: TextPlace, { from, limit }: Stretch): Promise<Answer> {
  try {
    const { error, data } = await safe(host().sessions.blob({ ...place, from, limit }));
    if (!error) return { ok: true, ...data };
    return { ok: false, why: isDefinedError(error) ? words().refusal(error.data) : words().partNotLoaded };
  } catch (error) {
    if (error instanceof Disconnected) return { ok: false, why: words().partNotLoaded };
    throw error;
  }
}
