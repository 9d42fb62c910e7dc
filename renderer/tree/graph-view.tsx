import { ReactFlow, ReactFlowProvider, useStore } from '@xyflow/react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';
import { words } from '../words/words.ts';
import { GraphBar } from './graph-bar.tsx';
import { graphLayout, NODE_PX, type Spot, walkGraph } from './graph-layout.ts';
import { FIT, useFitting, useReveal } from './graph-moves.ts';
import { GraphNode, GraphPlaces, nodeIdOf, type SessionNode } from './graph-node.tsx';
import '@xyflow/react/dist/base.css';
import './graph.css';

const NODE_TYPES = { session: GraphNode };
/** Below these words are too small to be read: titles grow, and the rest goes. */
const MIDDLE_ZOOM = 0.75;
const FAR_ZOOM = 0.45;
const ZOOM = { min: 0.08, max: 1.5 } as const;

type Props = { readonly tree: Tree; readonly current: SessionId; readonly title: string };

/** The tree as a graph that is zoomed and moved about in. */
export const GraphView = (props: Props) => (
  <ReactFlowProvider>
    <Graph {...props} />
  </ReactFlowProvider>
);

function Graph({ tree, current, title }: Props) {
  const spots = useMemo(() => graphLayout(tree), [tree]);
  const flow = useMemo(() => flowOf(spots), [spots]);
  const [cursor, setCursor] = useState(current);
  const frame = useRef<HTMLDivElement>(null);
  const shown = useRef(current);
  const reveal = useReveal(spots, frame);
  const at = spots.some(({ id }) => id === cursor) ? cursor : tree.root;
  const places = useMemo(() => ({ current, cursor: at }), [current, at]);
  const { moved, settle } = useFitting(spots, frame);
  const look = useStore(({ transform }) => lookAt(transform[2]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it stands is of no matter until another one is shown.
  useEffect(() => {
    if (shown.current !== current) reveal(current);
    shown.current = current;
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = walkGraph(tree, spots, at, event.key);
    if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    setCursor(to);
    reveal(to);
    document.getElementById(nodeIdOf(to))?.focus({ preventScroll: true });
  };
  return (
    <GraphPlaces value={places}>
      <GraphBar moved={moved} settle={settle} />
      {/* biome-ignore lint/a11y/useSemanticElements: it is no form. */}
      <div ref={frame} className="graph" role="group" aria-label={words().graphOf(title)} onKeyDown={onKeyDown}>
        <ReactFlow<SessionNode>
          className={look}
          nodes={flow.nodes}
          edges={flow.edges}
          nodeTypes={NODE_TYPES}
          minZoom={ZOOM.min}
          maxZoom={ZOOM.max}
          fitView
          onMoveStart={(event) => event && moved()}
          fitViewOptions={FIT}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          zoomOnDoubleClick={false}
          proOptions={{ hideAttribution: true }}
        />
      </div>
    </GraphPlaces>
  );
}

function lookAt(zoom: number): string {
  if (zoom >= MIDDLE_ZOOM) return '';
  return zoom < FAR_ZOOM ? 'graph-plain graph-far' : 'graph-plain';
}

/** What React Flow draws. It measures nothing: every session is drawn at the same size. */
function flowOf(spots: readonly Spot[]) {
  const nodes = spots.map(({ id, x, y }): SessionNode => {
    return { id, type: 'session', position: { x, y }, data: { id }, ...NODE_PX };
  });
  const edges = spots.flatMap(({ id, parent }) =>
    parent === null ? [] : [{ id: `${parent} ${id}`, source: parent, target: id, type: 'smoothstep' }],
  );
  return { nodes, edges };
}
