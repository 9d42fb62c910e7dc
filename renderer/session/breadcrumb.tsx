import { ChevronRight } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { lineFrom } from '../../protocol/tree.ts';
import { useSession } from '../stores/family.ts';
import { useSessions } from '../stores/sessions.ts';
import { useSummary, useTree } from '../stores/tree.ts';
import { select } from '../stores/window.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { shortLine } from './short-line.ts';
import './breadcrumb.css';

/** The sessions that a child belongs to, outermost first; those in the middle of a long line are in a menu. */
export function Breadcrumb({ head }: { readonly head: Head }) {
  if (head.relationship === null) return null;
  return <Line id={head.id} parent={head.relationship.parent} />;
}

function Line({ id, parent }: { readonly id: SessionId; readonly parent: SessionId }) {
  useTree(id);
  const known = useSession(parent);
  const line = useSessions(({ summaries }) => lineFrom(parent, summaries).toReversed().join(' '));
  const { first, hidden, last } = shortLine(line.split(' ') as SessionId[]);
  if (known === 'asking') return null;
  return (
    <nav className="crumbs" aria-label={words().ancestors}>
      <ol>
        {known === 'missing' && <li className="cut">{words().unknownSession}</li>}
        {known !== 'missing' && first.map((one) => <Crumb key={one} id={one} />)}
        {hidden.length > 0 && <Hidden ids={hidden} />}
        {known !== 'missing' && last.map((one) => <Crumb key={one} id={one} />)}
      </ol>
    </nav>
  );
}

const useTitle = (id: SessionId): string => useSummary(id)?.title || words().untitled;

function Crumb({ id }: { readonly id: SessionId }) {
  const title = useTitle(id);
  return (
    <li>
      <button type="button" className="crumb cut" title={title} onClick={() => select(id)}>
        {title}
      </button>
      <Icon of={ChevronRight} size={14} />
    </li>
  );
}

function Hidden({ ids }: { readonly ids: readonly SessionId[] }) {
  return (
    <li>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="crumb" aria-label={words().hiddenAncestors(ids.length)}>
          …
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className="menu" data-scope="menu" align="start" sideOffset={4}>
          {ids.map((id) => (
            <HiddenCrumb key={id} id={id} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <Icon of={ChevronRight} size={14} />
    </li>
  );
}

function HiddenCrumb({ id }: { readonly id: SessionId }) {
  const title = useTitle(id);
  return (
    <DropdownMenu.Item className="menu-item" onSelect={() => select(id)}>
      <span className="grow cut">{title}</span>
    </DropdownMenu.Item>
  );
}
