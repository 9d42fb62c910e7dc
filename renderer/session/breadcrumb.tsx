import { ChevronRight } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { useSession } from '../stores/family.ts';
import { select } from '../stores/window.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import './breadcrumb.css';

/** Deeper than anybody nests; rows that pointed in a circle would go on for ever. */
const DEPTH_MAX = 32;

/** The sessions that a child belongs to, outermost first. */
export function Breadcrumb({ head }: { readonly head: Head }) {
  if (head.relationship === null) return null;
  return (
    <nav className="crumbs" aria-label={words().ancestors}>
      <ol>
        <Crumb id={head.relationship.parent} depth={1} />
      </ol>
    </nav>
  );
}

function Crumb({ id, depth }: { readonly id: SessionId; readonly depth: number }) {
  const session = useSession(id);
  if (session === 'asking') return null;
  if (session === 'missing') return <li className="cut">{words().unknownSession}</li>;
  const title = session.title || words().untitled;
  return (
    <>
      {session.parent !== null && depth < DEPTH_MAX && <Crumb id={session.parent} depth={depth + 1} />}
      <li>
        <button type="button" className="crumb cut" title={title} onClick={() => select(id)}>
          {title}
        </button>
        <Icon of={ChevronRight} size={14} />
      </li>
    </>
  );
}
