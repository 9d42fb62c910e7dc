import { useEffect, useRef, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Text } from '../../protocol/text.ts';
import { host } from '../stores/link.ts';
import { startFollowing, useViews } from '../stores/views.ts';
import { words } from '../words/words.ts';
import { useFollowed } from './followed.ts';
import { useOnScreen } from './on-screen.ts';
import { isLive, LINES_MAX, type Lines, linesOf, replyIn } from './projection.ts';

/** Items at the end of a child at rest that are looked through for what it said last. */
const ITEMS_READ = 40;

/** The last lines of what a child says: as it says them while it goes on and is in sight, else what it said last. */
export function ChildWords({ child }: { readonly child: Summary }) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useOnScreen(place);
  const text = useReply(child, seen);
  const [whole, setWhole] = useState(false);
  const lines = text && linesOf(text, whole ? Number.POSITIVE_INFINITY : LINES_MAX);
  return (
    <div ref={place} className="child-words">
      {lines ? (
        <Said lines={lines} live={isLive(child)} whole={whole} onWhole={setWhole} />
      ) : (
        <p className="child-silent">{child.begun ? words().childSaidNothing : words().childNotBegun}</p>
      )}
    </div>
  );
}

type SaidProps = {
  readonly lines: Lines;
  readonly live: boolean;
  readonly whole: boolean;
  onWhole(whole: boolean): void;
};

/** While it goes on it never gets lower than it was: a new reply, which begins with a line, moves nothing below it. */
function Said({ lines, live, whole, onWhole }: SaidProps) {
  const floor = useRef(0);
  floor.current = live ? Math.max(floor.current, Math.min(lines.count, SHOWN_LINES)) : 0;
  const more = whole || lines.hidden === null || lines.hidden > 0;
  return (
    <>
      {more && (
        <button type="button" className="output-more" aria-expanded={whole} onClick={() => onWhole(!whole)}>
          {moreLabel(whole, lines.hidden)}
        </button>
      )}
      <Box lines={lines.text} floor={floor.current} whole={whole} />
    </>
  );
}

type BoxProps = { readonly lines: string; readonly floor: number; readonly whole: boolean };

function Box({ lines, floor, whole }: BoxProps) {
  return (
    <figure
      className={`child-said${whole ? ' child-whole' : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
      tabIndex={0}
      aria-label={words().childSaid}
      style={{ minHeight: `${floor}lh` }}
    >
      <p>{lines}</p>
    </figure>
  );
}

/** As high as the box may get, as the sheet of styles has it. */
const SHOWN_LINES = 8;

function moreLabel(whole: boolean, hidden: number | null): string {
  if (whole) return words().fewerLines;
  return hidden === null ? words().someEarlierLines : words().earlierLines(hidden);
}

function useReply(child: Summary, seen: boolean): Text | undefined {
  const { id } = child;
  const live = isLive(child);
  const followed = useFollowed(id, live && seen);
  useEffect(() => (followed ? startFollowing(id) : undefined), [id, followed]);
  const heard = useViews(({ views }) => {
    const view = views[id];
    return view && view.kind !== 'waiting' ? replyIn(view.state.window.items, view.state.head.turn?.id) : undefined;
  });
  const last = useLast(id, child.updatedAt, seen && child.begun && !live);
  return live ? heard : (last ?? heard);
}

/** What a child at rest said last, asked for once for each time that it changed. */
function useLast(id: SessionId, updatedAt: number, wanted: boolean): Text | undefined {
  const [last, setLast] = useState<Text>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a child that changed has said something else.
  useEffect(() => {
    if (!wanted) return;
    let left = false;
    void lastOf(id).then((text) => {
      if (!left) setLast(text);
    });
    return () => {
      left = true;
    };
  }, [id, updatedAt, wanted]);
  return last;
}

async function lastOf(sessionId: SessionId): Promise<Text | undefined> {
  try {
    const { items } = await host().sessions.items({
      sessionId,
      from: { before: Number.MAX_SAFE_INTEGER },
      limit: ITEMS_READ,
    });
    return replyIn(items, lastTurn(items));
  } catch {
    // The connection is gone, or the session; what was heard of it stays.
    return undefined;
  }
}

const lastTurn = (items: readonly Item[]) => items.at(-1)?.turn;
