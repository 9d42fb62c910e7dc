import { useRef } from 'react';
import { type Followed, shownOf } from '../../protocol/follow.ts';
import type { ItemId, SessionId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { EMPTY_TEXT, type Text } from '../../protocol/text.ts';
import { useViews } from '../stores/views.ts';
import { closeDialog } from '../stores/window.ts';
import { Dialog } from '../ui/dialog.tsx';
import { words } from '../words/words.ts';
import { Pager } from './pager.tsx';
import './viewer.css';

type Place = { readonly sessionId: SessionId; readonly itemId: ItemId; readonly key: string };

/** An output of any length, all of it. It grows while its tool runs. */
export function OutputViewer({ place: { sessionId, itemId, key } }: { readonly place: Place }) {
  const held = useViews(({ views }) => itemOf(views[sessionId], itemId));
  // The transcript may let go of the item meanwhile.
  const last = useRef(held);
  if (held) last.current = held;
  const item = last.current;
  return (
    <Dialog wide title={words().outputOf(item?.title ?? '')} onClose={closeDialog}>
      <Pager place={{ sessionId, itemId, key }} text={textIn(item, key)} />
    </Dialog>
  );
}

function itemOf(view: Followed | undefined, id: ItemId): ToolItem | undefined {
  if (!view || view.kind === 'waiting') return undefined;
  const isIt = (item: { readonly id: ItemId }) => item.id === id;
  const item = shownOf(view).items.findLast(isIt) ?? view.state.window.items.findLast(isIt);
  return item?.kind === 'tool' ? item : undefined;
}

function textIn(item: ToolItem | undefined, key: string): Text {
  const part = item?.parts.find((one) => one.type !== 'diff' && one.key === key);
  return part && part.type !== 'diff' ? part.text : EMPTY_TEXT;
}
