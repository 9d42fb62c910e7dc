import { ChevronRight } from 'lucide-react';
import type { SessionId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';
import { ChildCard } from '../children/child-card.tsx';
import { projectedOf } from '../children/projection.ts';
import { type Kin, useChild, useChildrenOf } from '../stores/family.ts';
import { useSessions } from '../stores/sessions.ts';
import { select } from '../stores/window.ts';
import { ActivityGlyph, Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import './child-line.css';

/** The sessions that a tool spawned, each with what it does now. */
export function ChildLines({ sessionId, card }: { readonly sessionId: SessionId; readonly card: ToolItem }) {
  const children = useChildrenOf(sessionId, card);
  const projected = useSessions(({ summaries }) => projectedOf(children.flatMap((id) => summaries.get(id) ?? []))?.id);
  return children.map((id) => <Child key={id} id={id} parent={sessionId} projected={id === projected} />);
}

type ChildProps = { readonly id: SessionId; readonly parent: SessionId };

function Child({ id, parent, projected }: ChildProps & { readonly projected: boolean }) {
  const child = useChild(id, parent);
  const line = <ChildLine id={id} child={child} />;
  if (typeof child === 'string' || child.deletedAt !== null) return line;
  return (
    <ChildCard child={child} projected={projected}>
      {line}
    </ChildCard>
  );
}

/** One that was deleted opens as well: its page says so, and takes it back. */
function ChildLine({ id, child }: { readonly id: SessionId; readonly child: Kin }) {
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
