import { AlignLeft, ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { ThoughtItem } from '../../protocol/item.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { LongText } from './long-text.tsx';
import { Markdown } from './markdown.tsx';

/** One line until somebody wants to know. */
export const Thought = memo(function Thought({
  sessionId,
  item,
  timed,
}: {
  readonly sessionId: SessionId;
  readonly item: ThoughtItem;
  readonly timed: boolean;
}) {
  const [open, setOpen] = useState(false);
  const growing = item.endedAt === null;
  const seconds = item.endedAt === null ? 0 : Math.max(1, Math.round((item.endedAt - item.at) / 1000));
  const first = item.text.head.trimStart().split('\n', 1)[0] ?? '';
  return (
    <div>
      <button type="button" className="thought" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon of={AlignLeft} />
        <span className="cut grow">
          {growing ? words().thinking : timed ? words().thought(seconds) : words().thoughtBefore}
          {!open && <span className="thought-first">{first}</span>}
        </span>
        <Icon of={open ? ChevronDown : ChevronRight} size={12} />
      </button>
      {open && (
        <div className="thought-text">
          <LongText sessionId={sessionId} itemId={item.id} textKey={null} text={item.text}>
            {(part, isEnd) => <Markdown text={part} growing={growing && isEnd} />}
          </LongText>
        </div>
      )}
    </div>
  );
});
