import { useEffect } from 'react';
import { lastKnown, loadCatalog, useCatalog } from '../stores/catalog.ts';
import { useAgents } from '../stores/sessions.ts';
import { openDialog, startNewSession } from '../stores/window.ts';
import { words } from '../words/words.ts';
import { CandidateLines } from './candidate-line.tsx';
import { candidatesOf } from './candidates.ts';
import { useAdding } from './use-adding.ts';
import './catalog.css';

/** For a start: what this machine has and Skein does not use yet, and where the rest is. */
export function FoundAgents() {
  const view = useCatalog();
  const agents = useAgents();
  const { busy, add } = useAdding(({ id }) => startNewSession('', id));
  useEffect(loadCatalog, []);
  const catalog = lastKnown(view);
  if (!catalog) return view.kind === 'failed' ? null : <p className="start-help">{words().looking}</p>;
  const { installed, fetchable, others } = candidatesOf(catalog, agents);
  const more = fetchable.length + others.length;
  return (
    <section className="start-agents" aria-labelledby={installed.length > 0 ? 'agents-found' : undefined}>
      {installed.length > 0 && (
        <>
          <h2 id="agents-found">{words().foundHere}</h2>
          <ul>
            <CandidateLines candidates={installed} busy={busy} add={(agent) => void add(agent)} />
          </ul>
        </>
      )}
      {more > 0 && (
        <p className="found-more">
          <button type="button" className="link" onClick={() => openDialog({ kind: 'settings', page: 'agents' })}>
            {words().moreAgents(more)}
          </button>
        </p>
      )}
    </section>
  );
}
