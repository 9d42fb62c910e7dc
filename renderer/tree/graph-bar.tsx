import { useReactFlow } from '@xyflow/react';
import { Maximize, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { type Fitting, moving } from './graph-moves.ts';

/** How near the graph is. */
export function GraphBar({ moved, settle }: Fitting) {
  const flow = useReactFlow();
  const zoom = (by: 'zoomIn' | 'zoomOut') => {
    moved();
    void flow[by](moving());
  };
  return (
    <div className="tree-bar">
      <span className="graph-help cut grow">{words().graphHelp}</span>
      <IconButton small icon={ZoomOut} label={words().zoomOut} onClick={() => zoom('zoomOut')} />
      <IconButton small icon={ZoomIn} label={words().zoomIn} onClick={() => zoom('zoomIn')} />
      <IconButton small icon={Maximize} label={words().fitAll} onClick={settle} />
    </div>
  );
}
