import { memo } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item, ReplyItem } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { fetchedAt, isFetching } from '../../protocol/origin.ts';
import { isActive } from '../../protocol/turn.ts';
import { Prompt } from '../branches/prompt.tsx';
import { useEdits } from '../stores/edits.ts';
import { versionOf } from '../usage/turn-spent.tsx';
import { words } from '../words/words.ts';
import { LongText } from './long-text.tsx';
import { Markdown } from './markdown.tsx';
import { Notice } from './notice.tsx';
import { Thought } from './thought.tsx';
import { ToolCard } from './tool-card.tsx';

type Props = { readonly item: Item; readonly head: Head };

/** While an earlier prompt is edited, what would stay on the other branch steps back. */
export function ItemView({ item, head }: Props) {
  const later = useEdits(({ edits }) => (edits[head.id]?.order ?? Number.POSITIVE_INFINITY) < item.order);
  return (
    <div className={later ? 'item-later' : undefined}>
      <ItemBody item={item} head={head} />
    </div>
  );
}

function ItemBody({ item, head }: Props) {
  const timed = item.at !== fetchedAt(head);
  switch (item.kind) {
    case 'prompt':
      return (
        <Prompt
          item={item}
          sessionId={head.id}
          kind={head.kind}
          timed={timed}
          barred={barredIn(head)}
          spent={versionOf(head, item.turn)}
          fork={head.forks.find((fork) => fork.index === Math.floor(item.order / TURN_ITEMS_MAX))}
        />
      );
    case 'reply':
      return <Reply item={item} sessionId={head.id} />;
    case 'thought':
      return <Thought item={item} sessionId={head.id} timed={timed} />;
    case 'tool':
      return <ToolCard item={item} sessionId={head.id} timed={timed} />;
    case 'notice':
      return <Notice item={item} head={head} />;
  }
}

function barredIn(head: Head): 'native' | 'running' | 'rolling-back' | 'fetching' | null {
  if (head.native) return 'native';
  if (isFetching(head)) return 'fetching';
  if (head.rollback !== null) return 'rolling-back';
  return isActive(head.turn) ? 'running' : null;
}

const Reply = memo(function Reply({ item, sessionId }: { readonly item: ReplyItem; readonly sessionId: SessionId }) {
  const growing = item.endedAt === null;
  return (
    <article className="reply" aria-label={words().reply}>
      <LongText sessionId={sessionId} itemId={item.id} textKey={null} text={item.text}>
        {(part, isEnd) => <Markdown text={part} growing={growing && isEnd} sessions />}
      </LongText>
    </article>
  );
});
