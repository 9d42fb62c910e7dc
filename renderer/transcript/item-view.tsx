import { memo } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item, PromptItem, ReplyItem } from '../../protocol/item.ts';
import { clockTime } from '../words/times.ts';
import { words } from '../words/words.ts';
import { LongText } from './long-text.tsx';
import { Markdown } from './markdown.tsx';
import { Notice } from './notice.tsx';
import { Thought } from './thought.tsx';
import { ToolCard } from './tool-card.tsx';

export function ItemView({ item, head }: { readonly item: Item; readonly head: Head }) {
  switch (item.kind) {
    case 'prompt':
      return <Prompt item={item} />;
    case 'reply':
      return <Reply item={item} sessionId={head.id} />;
    case 'thought':
      return <Thought item={item} sessionId={head.id} />;
    case 'tool':
      return <ToolCard item={item} sessionId={head.id} />;
    case 'notice':
      return <Notice item={item} head={head} />;
  }
}

const Prompt = memo(function Prompt({ item }: { readonly item: PromptItem }) {
  return (
    <article className="prompt" aria-label={words().you}>
      <p className="prompt-by">
        <b>{words().you}</b>
        <time>{clockTime(item.at)}</time>
      </p>
      <Markdown text={item.text.head + item.text.tail} growing={false} />
    </article>
  );
});

const Reply = memo(function Reply({ item, sessionId }: { readonly item: ReplyItem; readonly sessionId: SessionId }) {
  const growing = item.endedAt === null;
  return (
    <article className="reply" aria-label={words().reply}>
      <LongText sessionId={sessionId} itemId={item.id} textKey={null} text={item.text}>
        {(part, isEnd) => <Markdown text={part} growing={growing && isEnd} />}
      </LongText>
    </article>
  );
});
