import { ChevronRight } from 'lucide-react';
import type { ItemId, SessionId } from '../../protocol/ids.ts';
import { type Kin, useChild, useChildrenOf } from '../stores/family.ts';
import { select } from '../stores/window.ts';
import { ActivityGlyph, Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import './child-line.css';

/** The sessions that a tool spawned, each with what it does now. */
export function ChildLines({ sessionId, itemId }: { readonly sessionId: SessionId; readonly itemId: ItemId }) {
  const children = useChildrenOf(sessionId, itemId);
  return children.map((id) => <ChildLine key={id} id={id} parent={sessionId} />);
}

/** One that was deleted opens as well: its page says so, and takes it back. */
function ChildLine({ id, parent }: { readonly id: SessionId; readonly parent: SessionId }) {
  const child = useChild(id, parent);
  const deleted = child === 'missing' || (child !== 'asking' && child.deletedAt !== null);
  return (
    <button type="button" className={`child-line${deleted ? ' child-deleted' : ''}`} onClick={() => select(id)}>
      <StateOf child={child} deleted={deleted} />
      <span className="child-title cut">{titleOf(child)}</span>
      {deleted && <span className="card-meta">{words().childDeleted}</span>}
      <span className="grow" />
      {typeof child === 'object' && <span className="card-meta">@{child.agentId}</span>}
      <Icon of={ChevronRight} size={14} />
    </button>
  );
}

function StateOf({ child, deleted }: { readonly child: Kin; readonly deleted: boolean }) {
  if (typeof child === 'object' && !deleted) return <ActivityGlyph activity={child.activity} />;
  return <Glyph shape={deleted ? 'stop' : 'stale'} label={null} />;
}

function titleOf(child: Kin): string {
  if (child === 'asking') return words().loading;
  return child === 'missing' ? '' : child.title || words().untitled;
}
