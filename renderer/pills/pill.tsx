import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Tree } from '../../protocol/tree.ts';
import { Mark } from '../start/mark.tsx';
import { sendOrSay } from '../stores/commands.ts';
import { useRollUp, useSummary } from '../stores/tree.ts';
import { select } from '../stores/window.ts';
import { StandingGlyph } from '../tree/standing-glyph.tsx';
import { ActivityGlyph, Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { Disc } from './disc.tsx';
import type { Hover } from './hover.ts';

type Props = {
  readonly id: SessionId;
  readonly tree: Tree;
  readonly shown: boolean;
  /** A pointer rests on it. */
  readonly rested: boolean;
  readonly enter: Hover['enter'];
  readonly leave: Hover['leave'];
  readonly close: Hover['close'];
};

/** One session. It is drawn anew when that session changes, and for no other. */
export const Pill = memo(function Pill({ id, tree, shown, rested, enter, leave, close }: Props) {
  const summary = useSummary(id);
  if (!summary) return null;
  const title = summary.title || words().untitled;
  const open = () => {
    close();
    select(id);
  };
  return (
    <div className="pill-slot" onPointerEnter={(event) => enter(id, event.currentTarget)} onPointerLeave={leave}>
      <button
        type="button"
        className="pill"
        data-session={id}
        aria-current={shown ? 'true' : undefined}
        tabIndex={shown ? 0 : -1}
        onClick={open}
      >
        {id === tree.root ? <Mark /> : <Disc name={title} />}
        <span className="pill-label cut">{id === tree.root ? words().orchestrator : title}</span>
        {id !== tree.root && <Badge summary={summary} />}
        {id !== tree.root && tree.children.has(id) && <Below tree={tree} id={id} />}
      </button>
      {rested && id !== tree.root && <PinButton summary={summary} />}
    </div>
  );
});

function Badge({ summary: { activity, begun } }: { readonly summary: Summary }) {
  return begun ? <ActivityGlyph activity={activity} /> : <Glyph shape="idle" label={words().notBegun} />;
}

/** How many stand below it, and what they come to. */
function Below({ tree, id }: { readonly tree: Tree; readonly id: SessionId }) {
  const { sessions, standing } = useRollUp(tree, id);
  return (
    <span className="pill-below" role="img" aria-label={words().belowStanding({ sessions, standing })}>
      ▸{sessions}
      <StandingGlyph standing={standing} />
    </span>
  );
}

/** In the place of the disc, once the pointer rests: a click before that is meant for the pill. */
function PinButton({ summary }: { readonly summary: Summary }) {
  const pinned = summary.pinnedAt !== null;
  const label = pinned ? words().unpinPill : words().pinPill;
  const toggle = () => void sendOrSay({ type: 'pin', sessionId: summary.id, pinned: !pinned });
  return (
    <button type="button" className="pill-pin" tabIndex={-1} aria-label={label} title={label} onClick={toggle}>
      <Icon of={Pin} size={12} />
    </button>
  );
}
