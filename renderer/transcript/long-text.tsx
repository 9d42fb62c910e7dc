import { type ReactNode, useRef, useState } from 'react';
import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { BLOB_CHARS_MAX } from '../../protocol/limits.ts';
import { omittedChars, type Text } from '../../protocol/text.ts';
import { host } from '../stores/link.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';

/** Characters of the middle that one view loads; beyond it the page would suffer. */
const LOADED_CHARS_MAX = 1024 * 1024;

type Props = {
  readonly sessionId: SessionId;
  readonly itemId: ItemId;
  /** Which text of the item; null for its only one. */
  readonly textKey: string | null;
  readonly text: Text;
  /** Shows all of it elsewhere; without it the middle is loaded here, up to a limit. */
  onView?(): void;
  children(part: string, isEnd: boolean): ReactNode;
};

/** A text that views hold only the two ends of: its start, what was loaded of the middle, its end. */
export function LongText({ sessionId, itemId, textKey, text, onView, children }: Props) {
  const [middle, setMiddle] = useState('');
  const [loading, setLoading] = useState(false);
  const asked = useRef(0);
  const missing = omittedChars(text) - middle.length;
  if (omittedChars(text) === 0) return children(text.head + text.tail, true);

  const load = async () => {
    const from = text.head.length + middle.length;
    const limit = Math.min(BLOB_CHARS_MAX, missing);
    asked.current += 1;
    const turn = asked.current;
    setLoading(true);
    try {
      const stretch = await host().sessions.blob({ sessionId, itemId, key: textKey, from, limit });
      if (turn === asked.current) setMiddle(middle + stretch.text);
    } finally {
      setLoading(false);
    }
  };
  return (
    <>
      {children(text.head + middle, false)}
      {missing > 0 && (
        <p className="omitted">
          <span>{words().omitted(missing)}</span>
          {onView && <ViewButton onView={onView} />}
          {!onView && middle.length < LOADED_CHARS_MAX && (
            <Button small look="ghost" disabled={loading} onClick={() => void load()}>
              {loading ? words().loading : words().loadOmitted}
            </Button>
          )}
        </p>
      )}
      {children(text.tail, true)}
    </>
  );
}

export function ViewButton({ onView }: { onView(): void }) {
  return (
    <Button small look="ghost" onClick={onView}>
      {words().openInViewer}
    </Button>
  );
}
