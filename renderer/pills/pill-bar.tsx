import { ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import { useSessions } from '../stores/sessions.ts';
import { useTree } from '../stores/tree.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { useHover } from './hover.ts';
import { HoverCard } from './hover-card.tsx';
import { groupsOf, type Level, levelOf } from './level.ts';
import { useOverflow } from './overflow.ts';
import { Pill } from './pill.tsx';
import './pills.css';

/** The session that is shown among those that it spawned, or that were spawned beside it. Nothing where nobody spawned. */
export function PillBar({ shown }: { readonly shown: SessionId }) {
  const tree = useTree(shown);
  const level = tree ? levelOf(tree, shown) : null;
  return tree && level ? <Bar tree={tree} level={level} shown={shown} /> : null;
}

function Bar({ tree, level, shown }: { readonly tree: Tree; readonly level: Level; readonly shown: SessionId }) {
  const pinnedIds = useSessions(
    useShallow(({ summaries }) => level.children.filter((id) => (summaries.get(id)?.pinnedAt ?? null) !== null)),
  );
  const { pinned, rest } = groupsOf(level, (id) => pinnedIds.includes(id));
  const scroller = useRef<HTMLDivElement>(null);
  const overflow = useOverflow(scroller);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is shown, or it stands somewhere else.
  useEffect(() => {
    const pill = scroller.current?.querySelector('[aria-current]');
    pill?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown, level.parent]);
  const { rested, ...hover } = useHover();
  const pill = (id: SessionId) => (
    <Pill key={id} id={id} tree={tree} shown={id === shown} rested={rested?.id === id} {...hover} />
  );
  return (
    <nav className="pills" aria-label={words().pillBar} data-before={overflow.before} data-after={overflow.after}>
      <div
        className="pills-scroll"
        ref={scroller}
        role="toolbar"
        aria-label={words().pillBar}
        aria-orientation="horizontal"
        onKeyDown={walk}
        onWheel={overflow.onWheel}
        onScroll={overflow.onScroll}
      >
        {pill(level.parent)}
        {pinned.map(pill)}
        {pinned.length > 0 && rest.length > 0 && <span className="pills-divider" aria-hidden />}
        {rest.map(pill)}
      </div>
      {overflow.after && (
        <button
          type="button"
          className="pills-more"
          tabIndex={-1}
          aria-label={words().morePills}
          onClick={overflow.more}
        >
          <Icon of={ChevronRight} size={16} />
        </button>
      )}
      {rested && <HoverCard {...rested} />}
    </nav>
  );
}

/** The bar is one stop of Tab; arrows lead from pill to pill. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.pill')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  all[(to + all.length) % all.length]?.focus();
}
