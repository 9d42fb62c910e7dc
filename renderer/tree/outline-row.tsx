import { Check, ChevronRight } from 'lucide-react';
import { type CSSProperties, type MouseEvent, memo, useContext } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useAgent } from '../stores/sessions.ts';
import { useRollUp, useSummary } from '../stores/tree.ts';
import { fold } from '../stores/tree-panel.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { useMinute } from '../ui/now.ts';
import { ago } from '../words/times.ts';
import { words } from '../words/words.ts';
import { doingOf } from './doing.ts';
import { Figures } from './figures.tsx';
import type { OutlineRow as Row } from './outline-rows.ts';
import { ShownTree } from './shown-tree.ts';
import { StandingGlyph } from './standing-glyph.tsx';

/** Deeper rows stand no further in: they would have no room for their words. */
const INDENT_MAX = 10;

type Props = Pick<Row, 'id' | 'depth' | 'open' | 'passing' | 'place' | 'of'> & {
  /** As {@link Row.threads}, in one word: `1` for each that goes on, else `0`. */
  readonly threads: string;
  /** The session is the one that the window shows. */
  readonly current: boolean;
  readonly cursor: boolean;
  /** Null while nothing is chosen. */
  readonly chosen: boolean | null;
  onPick(id: SessionId, event: MouseEvent): void;
};

export const rowIdOf = (id: SessionId): string => `tree-${id}`;

/** A session of a tree. It is drawn anew when something of that session changes, and for nothing else. */
export const OutlineRow = memo(function OutlineRow(props: Props) {
  const { id, depth, open, passing, place, of, threads, current, cursor, chosen, onPick } = props;
  const summary = useSummary(id);
  if (!summary) return null;
  const level = Math.min(depth, INDENT_MAX);
  const looks = [passing && 'tree-passing', cursor && 'tree-cursor', summary.archivedAt !== null && 'tree-archived'];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and walks its items.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys.
    <div
      id={rowIdOf(id)}
      role="treeitem"
      aria-level={depth + 1}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={chosen ?? current}
      aria-current={current}
      {...(open !== null && { 'aria-expanded': open })}
      className={['tree-row', ...looks].filter(Boolean).join(' ')}
      style={{ '--level': level } as CSSProperties}
      onClick={(event) => onPick(id, event)}
    >
      <Threads threads={threads} level={level} open={open === true} />
      {chosen !== null && <span className="tree-box">{chosen && <Icon of={Check} size={12} />}</span>}
      <FoldButton id={id} open={open} title={titleOf(summary)} />
      <ActivityGlyph activity={summary.activity} />
      <Words summary={summary} folded={open === false} />
      <AgentMark id={summary.agentId} />
    </div>
  );
});

const titleOf = (summary: Summary): string => summary.title || words().untitled;

function Words({ summary, folded }: { readonly summary: Summary; readonly folded: boolean }) {
  const now = useMinute();
  return (
    <span className="tree-words">
      <span className="tree-first">
        <span className="tree-title cut">{titleOf(summary)}</span>
        {folded && <Below id={summary.id} />}
        <span className="tree-age">{ago(summary.updatedAt, now)}</span>
      </span>
      <span className="tree-second">
        <span className="tree-doing cut" title={summary.summary || undefined}>
          {doingOf(summary)}
        </span>
        <Figures summary={summary} />
      </span>
    </span>
  );
}

/** What is folded away, as one. */
function Below({ id }: { readonly id: SessionId }) {
  const { sessions, standing } = useRollUp(useContext(ShownTree), id);
  return (
    <span className="tree-below">
      <StandingGlyph standing={standing} />
      {words().below(sessions)}
    </span>
  );
}

/** For the pointer; the keyboard has the arrows. */
function FoldButton({
  id,
  open,
  title,
}: {
  readonly id: SessionId;
  readonly open: boolean | null;
  readonly title: string;
}) {
  if (open === null) return <span className="tree-fold" />;
  return (
    <button
      type="button"
      className={`tree-fold${open ? ' tree-fold-open' : ''}`}
      tabIndex={-1}
      aria-hidden
      title={open ? words().foldBelow(title) : words().unfoldBelow(title)}
      onClick={(event) => {
        event.stopPropagation();
        fold([id], open);
      }}
    >
      <Icon of={ChevronRight} size={14} />
    </button>
  );
}

function AgentMark({ id }: { readonly id: Summary['agentId'] }) {
  const name = useAgent(id)?.name ?? id;
  return (
    <>
      <span className="unseen">@{id}</span>
      <AgentSquare id={id} name={name} />
    </>
  );
}

type ThreadsProps = { readonly threads: string; readonly level: number; readonly open: boolean };

/** The hairlines from a parent through its children. */
function Threads({ threads, level, open }: ThreadsProps) {
  const shown = [...threads].slice(0, level);
  return (
    <span className="tree-threads" aria-hidden>
      {shown.map((goesOn, at) => {
        const own = at === threads.length - 1;
        if (!own && goesOn === '0') return null;
        const look = own ? (goesOn === '1' ? 'tree-tee' : 'tree-elbow') : 'tree-through';
        // biome-ignore lint/suspicious/noArrayIndexKey: a thread is its level.
        return <i key={at} className={look} style={{ '--at': at } as CSSProperties} />;
      })}
      {open && <i className="tree-down" style={{ '--at': level } as CSSProperties} />}
    </span>
  );
}
