import type { CustomAgent } from '../../protocol/agent.ts';
import type { CatalogAgent } from '../../protocol/catalog.ts';
import { useLanguage } from '../stores/language.ts';
import { useAgents, useSessions } from '../stores/sessions.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { words } from '../words/words.ts';
import { freshDraft } from './candidates.ts';

type LinesProps = {
  readonly candidates: readonly CatalogAgent[];
  readonly busy: boolean;
  add(agent: CustomAgent): void;
};

/** A line for each; adding one makes an agent with a handle that is free. */
export function CandidateLines({ candidates, busy, add }: LinesProps) {
  const agents = useAgents();
  return candidates.map((one) => (
    <CandidateLine key={one.entry.id} candidate={one} busy={busy} onAdd={() => add(freshDraft(one, agents))} />
  ));
}

type Props = {
  readonly candidate: CatalogAgent;
  readonly busy: boolean;
  onAdd(): void;
};

/** An agent that is not configured yet: where it is and how new, or how it gets here. */
function CandidateLine({ candidate: { entry, found }, busy, onAdd }: Props) {
  const language = useLanguage((state) => state.spoken);
  return (
    <li className="agent-line">
      <AgentSquare large id={entry.id} name={entry.name} />
      <div className="grow candidate">
        <div className="row">
          <span>{entry.name}</span>
          {found.kind === 'program' && <span className="agent-handle">{found.version ?? words().versionUnknown}</span>}
          <span className="agent-about">{entry.maker}</span>
        </div>
        {found.kind === 'program' ? (
          <code className="agent-about cut">{found.path}</code>
        ) : (
          <p className="agent-about">{entry.about[language]}</p>
        )}
        {found.kind === 'npx' && <p className="agent-about">{words().foundByNpx(found.way.package)}</p>}
        {found.kind === 'nothing' && <HowToGet candidate={{ entry, found }} />}
      </div>
      {found.kind === 'nothing' ? (
        <a className="link" href={entry.homepage} target="_blank" rel="noreferrer">
          {words().homepage(entry.name)}
        </a>
      ) : (
        <Button small disabled={busy} aria-label={words().addAgent(entry.name)} onClick={onAdd}>
          {words().add}
        </Button>
      )}
    </li>
  );
}

type Absent = {
  readonly entry: CatalogAgent['entry'];
  readonly found: Extract<CatalogAgent['found'], { kind: 'nothing' }>;
};

function HowToGet({ candidate: { entry, found } }: { readonly candidate: Absent }) {
  const platform = useSessions((state) => state.about?.platform ?? '');
  const install = Object.entries(entry.install).find(([name]) => name === platform)?.[1];
  if (found.why.code !== 'not-installed') return <p className="agent-about">{words().nothingFound(found.why)}</p>;
  if (install === undefined) return null;
  return (
    <div className="install">
      <code className="cut">{install}</code>
      <CopyButton text={() => install} />
    </div>
  );
}
