import { RefreshCw } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import type { CatalogAgent } from '../../protocol/catalog.ts';
import { lastKnown, loadCatalog, refreshCatalog, useCatalog } from '../stores/catalog.ts';
import { useAgents } from '../stores/sessions.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { CandidateLine } from './candidate-line.tsx';
import { candidatesOf, freshDraft } from './candidates.ts';
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
  const lines = (candidates: readonly CatalogAgent[]) =>
    candidates.map((one) => (
      <CandidateLine key={one.entry.id} candidate={one} busy={busy} onAdd={() => void add(freshDraft(one, agents))} />
    ));
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
          <Section title={words().foundHere} empty={words().noneFoundHere}>
            {lines(candidates.installed)}
          </Section>
          {candidates.fetchable.length > 0 && (
            <Section title={words().foundFetchable} help={words().foundFetchableHelp}>
              {lines(candidates.fetchable)}
            </Section>
          )}
          {candidates.others.length > 0 && <Section title={words().knownOthers}>{lines(candidates.others)}</Section>}
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
  readonly children: readonly ReactNode[];
};

function Section({ title, help, empty, children }: SectionProps) {
  return (
    <section className="catalog-section" aria-label={title}>
      <h3>{title}</h3>
      {help && <p className="settings-help">{help}</p>}
      {children.length === 0 ? <p className="settings-help">{empty}</p> : <ul className="agent-list">{children}</ul>}
    </section>
  );
}
