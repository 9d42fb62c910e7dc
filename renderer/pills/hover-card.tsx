import { GitBranch } from 'lucide-react';
import type { ReactNode } from 'react';
import { shortened, useAgent } from '../stores/sessions.ts';
import { useSummary } from '../stores/tree.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { Disc } from './disc.tsx';
import type { Rested } from './hover.ts';

const WIDTH_PX = 280;
const GAP_PX = 4;
const EDGE_PX = 8;

/** What is known of a session besides its name. What is not known has no line. */
export function HoverCard({ id, place }: Rested) {
  const summary = useSummary(id);
  const agent = useAgent(summary?.agentId ?? '');
  if (!summary) return null;
  const title = summary.title || words().untitled;
  const left = Math.max(EDGE_PX, Math.min(place.left, window.innerWidth - WIDTH_PX - EDGE_PX));
  const task = summary.progress?.text || summary.summary;
  return (
    <div className="pill-card" role="presentation" style={{ left, top: place.bottom + GAP_PX, width: WIDTH_PX }}>
      <div className="pill-card-head">
        <Disc name={title} />
        <span className="pill-card-title">{title}</span>
      </div>
      {task !== '' && <p className="pill-card-task">{task}</p>}
      <Line>{summary.begun ? words().activity(summary.activity) : words().notBegun}</Line>
      <Line title={summary.folder}>{shortened(summary.folder)}</Line>
      {summary.branch !== null && (
        <Line>
          <Icon of={GitBranch} size={12} /> {summary.branch}
        </Line>
      )}
      <Line>
        <AgentSquare id={summary.agentId} name={agent?.name ?? summary.agentId} /> {agent?.name ?? summary.agentId}
        {summary.type !== null && <span className="pill-card-type">{summary.type}</span>}
      </Line>
    </div>
  );
}

const Line = ({ children, title }: { readonly children: ReactNode; readonly title?: string }) => (
  <div className="pill-card-line" title={title}>
    {children}
  </div>
);
