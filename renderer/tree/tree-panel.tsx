import { Maximize2, Minimize2, PanelRightClose } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import { Layer } from '../keys/use-layer.ts';
import { useNarrow } from '../session/narrow.ts';
import { useAsides } from '../stores/asides.ts';
import { useSummary, useTree } from '../stores/tree.ts';
import { leaveWide, showTreeTab, TREE_TABS, toggleTree, toggleWide, useTreePanel } from '../stores/tree-panel.ts';
import { IconButton } from '../ui/button.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { words } from '../words/words.ts';
import { OutlineView } from './outline-view.tsx';
import { TimelineView } from './timeline-view.tsx';
import './tree.css';

/** What draws the graph is as much as all else of the window, and few look at it first. */
const GraphView = lazy(() => import('./graph-view.tsx').then(({ GraphView }) => ({ default: GraphView })));

type Props = { readonly current: SessionId };

/** The tree of the session that is shown, when it stands in one and is to be seen. It stays while one goes about in it. */
export function TreeDock({ current }: Props) {
  const open = useTreePanel((state) => state.open);
  const aside = useAsides((state) => state.shown[current] !== undefined);
  return open && !aside ? <OpenDock current={current} /> : null;
}

function OpenDock({ current }: Props) {
  const tree = useKept(useTree(current), current);
  const wide = useTreePanel((state) => state.wide);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is to be seen, from wherever it was chosen.
  useEffect(leaveWide, [current]);
  if (!tree || tree.order.length < 2) return null;
  return (
    <div className={`tree-dock${wide ? ' tree-wide' : ''}`}>
      <TreePanel tree={tree} current={current} />
    </div>
  );
}

/** While the tree around another session is not known yet, the one before it stays, if that is the same. */
function useKept(tree: Tree | undefined, current: SessionId): Tree | undefined {
  const kept = useRef(tree);
  if (tree || !kept.current?.order.some(({ id }) => id === current)) kept.current = tree;
  return kept.current;
}

function TreePanel({ tree, current }: Props & { readonly tree: Tree }) {
  const { tab, wide } = useTreePanel();
  const narrow = useNarrow();
  const root = useSummary(tree.root);
  const title = root?.title || words().untitled;
  return (
    <aside className="tree-panel" data-scope="panel" aria-label={words().tree}>
      {narrow && <Layer kind="panel" scope="app" dismiss={toggleTree} />}
      {wide && <Layer kind="panel" scope="app" dismiss={toggleWide} />}
      <div className="tree-actions">
        <span className="tree-count">{words().treeSessions(tree.order.length)}</span>
        <IconButton
          small
          icon={wide ? Minimize2 : Maximize2}
          label={wide ? words().narrowTree : words().widenTree}
          onClick={toggleWide}
        />
        <IconButton small icon={PanelRightClose} label={words().hideTree} onClick={toggleTree} />
      </div>
      <Tabs
        label={words().treeViews}
        tabs={TREE_TABS.map((one) => [one, words().treeTab(one)] as const)}
        shown={tab}
        onShow={showTreeTab}
        className="tree-tabs"
        panelClass="tree-body"
      >
        {tab === 'outline' && <OutlineView key={tree.root} tree={tree} current={current} title={title} />}
        {tab === 'graph' && (
          <Suspense fallback={<p className="tree-none">{words().loading}</p>}>
            <GraphView key={tree.root} tree={tree} current={current} title={title} />
          </Suspense>
        )}
        {tab === 'timeline' && <TimelineView key={tree.root} tree={tree} current={current} title={title} />}
      </Tabs>
    </aside>
  );
}
