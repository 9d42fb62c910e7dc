import { RefreshCw } from 'lucide-react';
import { type ComponentProps, useEffect } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import { lastKnown, loadCatalog, refreshCatalog, useCatalog } from '../stores/catalog.ts';
import { useAgents } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { CandidateLines } from './candidate-line.tsx';
import { candidatesOf } from './candidates.ts';
import { LoginLine } from './login-line.tsx';
import { useAdding } from './use-adding.ts';
import './catalog.css';

/** What could be added, as this machine has it. `onAdded` gets the agent that was saved. */
export function CatalogSections({ onAdded }: { onAdded(agent: CustomAgent): void }) {
  const view = useCatalog();
  const agents = useAgents();
  const { busy, add } = useAdding(onAdded);
  useEffect(loadCatalog, []);
  const catalog = lastKnown(view);
  const looking = view.kind === 'looking' || view.kind === 'unknown';
  const adding = { busy, add: (agent: CustomAgent) => void add(agent) };
  const candidates = catalog && candidatesOf(catalog, agents);
  return (
    <div aria-busy={looking}>
      <div className="row catalog-head">
        <p aria-live="polite" className="settings-help grow">
          {looking ? words().looking : view.kind === 'failed' ? words().lookFailed : ''}
        </p>
        <Button small disabled={looking} onClick={refreshCatalog}>
          <Icon of={RefreshCw} />
          {words().lookAgain}
        </Button>
      </div>
      {candidates && (
        <>
          <Section
            title={words().foundHere}
            empty={words().noneFoundHere}
            candidates={candidates.installed}
            {...adding}
          />
          {candidates.fetchable.length > 0 && (
            <Section
              title={words().foundFetchable}
              help={words().foundFetchableHelp}
              candidates={candidates.fetchable}
              {...adding}
            />
          )}
          {candidates.others.length > 0 && (
            <Section title={words().knownOthers} candidates={candidates.others} {...adding} />
          )}
        </>
      )}
      {catalog && <LoginLine login={catalog.login} node={catalog.node} />}
    </div>
  );
}

type SectionProps = {
  readonly title: string;
  readonly help?: string;
  readonly empty?: string;
} & ComponentProps<typeof CandidateLines>;

function Section({ title, help, empty, ...lines }: SectionProps) {
  return (
    <section className="catalog-section" aria-label={title}>
      <h3>{title}</h3>
      {help && <p className="settings-help">{help}</p>}
      {lines.candidates.length === 0 ? (
        <p className="settings-help">{empty}</p>
      ) : (
        <ul>
          <CandidateLines {...lines} />
        </ul>
      )}
    </section>
  );
}
