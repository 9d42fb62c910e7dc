import type { Plan, PlanEntry } from '../../protocol/head.ts';
import { Layer } from '../keys/use-layer.ts';
import { togglePanel } from '../stores/window.ts';
import { Glyph } from '../ui/glyph.tsx';
import { words } from '../words/words.ts';
import { useNarrow } from './narrow.ts';

const SHAPES = { pending: 'idle', running: 'run', done: 'done' } as const;

/** What the agent means to do, and how far it is. */
export function PlanPanel({ plan }: { readonly plan: Plan }) {
  const narrow = useNarrow();
  const done = plan.entries.filter((entry) => entry.status === 'done').length;
  return (
    <aside className="panel" data-scope="panel" aria-label={words().plan}>
      {narrow && <Layer kind="panel" scope="app" dismiss={togglePanel} />}
      <header className="panel-head">
        <h2>{words().plan}</h2>
        <span className="grow" />
        <span>{words().planDone(done, plan.entries.length)}</span>
      </header>
      <ol className="panel-scroll">
        {plan.entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an agent sends the whole plan anew; steps have no ids.
          <Step key={index} entry={entry} />
        ))}
      </ol>
    </aside>
  );
}

function Step({ entry }: { readonly entry: PlanEntry }) {
  const label = {
    pending: words().toolStatus('pending'),
    running: words().toolStatus('running'),
    done: words().toolStatus('done'),
  };
  return (
    <li className={`plan-step plan-${entry.status}`}>
      <Glyph shape={SHAPES[entry.status]} label={label[entry.status]} />
      <span>{entry.text}</span>
    </li>
  );
}
