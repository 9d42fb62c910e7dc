import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Summary } from '../../protocol/summary.ts';
import { doingOf } from '../tree/doing.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { ChildWords } from './child-words.tsx';
import './children.css';

type Props = {
  readonly child: Summary;
  /** Whether it is the child that stands for the card of the tool. */
  readonly projected: boolean;
  /** The line that opens it. */
  readonly children: ReactNode;
};

/** A child under the card that spawned it. One in the background shows what it says until somebody folds it; others the other way round. */
export function ChildCard({ child, projected, children }: Props) {
  const [chosen, setOpen] = useState<boolean | null>(null);
  const open = chosen ?? (child.background && projected);
  const name = child.title || words().untitled;
  return (
    <section className="child-card" aria-label={name}>
      <div className="child-head">
        <IconButton
          small
          icon={open ? ChevronDown : ChevronRight}
          label={open ? words().foldChild : words().unfoldChild}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        {children}
      </div>
      {open && (
        <div className="child-body">
          <p className="child-doing cut">{doingOf(child)}</p>
          <ChildWords child={child} />
        </div>
      )}
    </section>
  );
}
