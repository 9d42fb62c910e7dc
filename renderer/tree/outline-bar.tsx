import { ChevronsDownUp, ChevronsUpDown, ListChecks } from 'lucide-react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import { useSessions } from '../stores/sessions.ts';
import { toast } from '../stores/toasts.ts';
import { fold, toggleNeeding, useTreePanel } from '../stores/tree-panel.ts';
import { openDialog } from '../stores/window.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { isStoppable } from './needs.ts';
import { allOf, deepestFirst, NOTHING_CHOSEN, type Selection } from './selection.ts';

type BarProps = {
  readonly tree: Tree;
  /** How many want a person. */
  readonly needing: number;
  readonly choosing: boolean;
  choose(selection: Selection | null): void;
};

/** What the outline shows, and how. */
export function OutlineBar({ tree, needing, choosing, choose }: BarProps) {
  const filtered = useTreePanel((state) => state.needing);
  const folds = useTreePanel(({ folded }) => !parentsIn(tree).some((id) => folded.has(id)));
  return (
    <div className="tree-bar">
      <button type="button" className="tree-filter" aria-pressed={filtered} onClick={toggleNeeding}>
        {needing > 0 && <Glyph shape="ask" label={null} />}
        {words().needsAttention}
        <span className="num">{words().number(needing)}</span>
      </button>
      <span className="grow" />
      <IconButton
        small
        icon={folds ? ChevronsDownUp : ChevronsUpDown}
        label={folds ? words().foldAll : words().unfoldAll}
        disabled={filtered}
        onClick={() => fold(parentsIn(tree), folds)}
      />
      <IconButton
        small
        icon={ListChecks}
        label={words().choose}
        aria-pressed={choosing}
        onClick={() => choose(choosing ? null : NOTHING_CHOSEN)}
      />
    </div>
  );
}

/** The root stays unfolded: a tree of one row says nothing. */
const parentsIn = (tree: Tree): readonly SessionId[] => [...tree.children.keys()].filter((id) => id !== tree.root);

type ChosenProps = {
  readonly tree: Tree;
  readonly shown: readonly SessionId[];
  readonly selection: Selection;
  choose(selection: Selection | null): void;
};

/** What can be done to all that are chosen. */
export function ChosenBar({ tree, shown, selection, choose }: ChosenProps) {
  const ids = deepestFirst(tree, selection);
  const stopRunning = () => {
    const { summaries } = useSessions.getState();
    const running = ids.filter((id) => isStoppable(summaries.get(id)));
    if (running.length > 0) openDialog({ kind: 'many', action: 'stop', ids: running });
    else toast({ text: words().noneRuns, tone: 'info' });
  };
  return (
    <div className="tree-chosen" role="toolbar" aria-label={words().choose}>
      <span className="grow cut" role="status">
        {words().chosen(ids.length)}
      </span>
      <Button small look="ghost" onClick={() => choose(allOf(selection, shown))}>
        {words().chooseAll}
      </Button>
      <Button small disabled={ids.length === 0} onClick={stopRunning}>
        {words().stopChosen}
      </Button>
      <Button small disabled={ids.length === 0} onClick={() => openDialog({ kind: 'many', action: 'archive', ids })}>
        {words().archiveChosen}
      </Button>
      <Button small look="ghost" onClick={() => choose(null)}>
        {words().chooseDone}
      </Button>
    </div>
  );
}
