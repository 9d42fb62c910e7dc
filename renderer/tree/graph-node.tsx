import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { createContext, memo, useContext } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { useAgent } from '../stores/sessions.ts';
import { useSummary } from '../stores/tree.ts';
import { goInTree } from '../stores/tree-panel.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { ActivityGlyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { doingOf } from './doing.ts';

export type SessionNode = Node<{ readonly id: SessionId }, 'session'>;

/** Which session the window shows, and which one the keyboard is at. */
export const GraphPlaces = createContext<{ readonly current: SessionId | null; readonly cursor: SessionId | null }>({
  current: null,
  cursor: null,
});

export const nodeIdOf = (id: SessionId): string => `graph-${id}`;

/** A session in the graph. It is drawn anew when something of that session changes. */
export const GraphNode = memo(function GraphNode({ data: { id } }: NodeProps<SessionNode>) {
  const summary = useSummary(id);
  const agent = useAgent(summary?.agentId ?? '')?.name;
  const { current, cursor } = useContext(GraphPlaces);
  if (!summary) return null;
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <button
        type="button"
        id={nodeIdOf(id)}
        tabIndex={cursor === id ? 0 : -1}
        aria-current={current === id}
        className={`graph-node graph-${summary.activity.kind}`}
        title={summary.title || words().untitled}
        onClick={() => goInTree(id)}
      >
        <ActivityGlyph activity={summary.activity} />
        <span className="graph-words">
          <span className="graph-title cut">{summary.title || words().untitled}</span>
          <span className="graph-doing cut">{doingOf(summary)}</span>
        </span>
        <span className="unseen">@{summary.agentId}</span>
        <AgentSquare id={summary.agentId} name={agent ?? summary.agentId} />
      </button>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
});
