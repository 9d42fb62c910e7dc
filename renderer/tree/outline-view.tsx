import { useMemo, useState } from 'react';
import { useShallow } from 'zustand/shallow';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import { Layer } from '../keys/use-layer.ts';
import { useSessions } from '../stores/sessions.ts';
import { toggleNeeding, useTreePanel } from '../stores/tree-panel.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { needsPerson } from './needs.ts';
import { ChosenBar, OutlineBar } from './outline-bar.tsx';
import { OutlineList } from './outline-list.tsx';
import { outlineRows } from './outline-rows.ts';
import type { Selection } from './selection.ts';
import { ShownTree } from './shown-tree.ts';
import './outline.css';

type Props = { readonly tree: Tree; readonly current: SessionId; readonly title: string };

/** The whole tree as rows that fold, of which those are in the page that are seen. */
export function OutlineView({ tree, current, title }: Props) {
  const [selection, setSelection] = useState<Selection | null>(null);
  const { needing, folded } = useTreePanel(useShallow(({ needing, folded }) => ({ needing, folded })));
  const wanted = useNeeding(tree);
  const rows = useMemo(
    () => outlineRows(tree, folded, needing ? new Set(wanted) : null),
    [tree, folded, needing, wanted],
  );
  const choosing = selection !== null;
  return (
    <ShownTree value={tree}>
      {choosing && <Layer kind="popover" scope="panel" dismiss={() => setSelection(null)} />}
      <OutlineBar tree={tree} needing={wanted.length} choosing={choosing} choose={setSelection} />
      {rows.length === 0 ? (
        <div className="tree-none">
          <p>{words().noneNeeds}</p>
          <p className="tree-none-help">{words().noneNeedsHelp}</p>
          <Button small onClick={toggleNeeding}>
            {words().showAll}
          </Button>
        </div>
      ) : (
        <OutlineList {...{ rows, current, title, selection, setSelection }} />
      )}
      {choosing && (
        <ChosenBar tree={tree} shown={rows.map(({ id }) => id)} selection={selection} choose={setSelection} />
      )}
    </ShownTree>
  );
}

/** Those of a tree that a person should look at, in its order. */
const useNeeding = (tree: Tree): readonly SessionId[] =>
  useSessions(
    useShallow(({ summaries }) =>
      tree.order.flatMap(({ id }) => {
        const summary = summaries.get(id);
        return summary && needsPerson(summary) ? [id] : [];
      }),
    ),
  );
