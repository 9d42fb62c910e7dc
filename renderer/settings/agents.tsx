import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { CustomAgent } from '../../protocol/agent.ts';
import type { AgentId } from '../../protocol/ids.ts';
import { CatalogSections } from '../catalog/catalog-sections.tsx';
import { useAgents } from '../stores/sessions.ts';
import { useUsageSummary } from '../stores/usage.ts';
import { AgentLine } from '../ui/agent-line.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { AgentForm } from './agent-form.tsx';
import { AgentImport } from './agent-import.tsx';
import { AGENT_USAGE_MS, AgentUsage } from './agent-usage.tsx';
import { CustomAgentLine } from './custom-agent-line.tsx';

/** What is open for editing: a new agent, one of those there are, or none. */
type Editing =
  | { readonly kind: 'none' }
  | { readonly kind: 'new' }
  | { readonly kind: 'import' }
  | { readonly kind: 'agent'; readonly agent: CustomAgent };

export function Agents() {
  const agents = useAgents();
  const [since] = useState(() => Date.now() - AGENT_USAGE_MS);
  const used = useUsageSummary('agent', since);
  const [editing, setEditing] = useState<Editing>({ kind: 'none' });
  const [added, setAdded] = useState<string | null>(null);
  const noteOn = (agent: AgentId) => <AgentUsage summary={used} agent={agent} />;
  const close = () => {
    setEditing({ kind: 'none' });
    setAdded(null);
  };
  if (editing.kind === 'import') return <AgentImport onClose={close} />;
  if (editing.kind !== 'none') {
    return <AgentForm agent={editing.kind === 'agent' ? editing.agent : null} onClose={close} />;
  }
  return (
    <>
      <div className="row">
        <h2 className="settings-title grow">{words().agents}</h2>
        <Button onClick={() => setEditing({ kind: 'import' })}>{words().importAction}</Button>
        <Button onClick={() => setEditing({ kind: 'new' })}>
          <Icon of={Plus} />
          {words().addCustom}
        </Button>
      </div>
      <p className="settings-help">{words().agentsHelp}</p>
      <ul>
        {agents.map((agent) =>
          agent.kind === 'built-in' ? (
            <AgentLine key={agent.id} agent={agent} about={words().builtIn} note={noteOn(agent.id)} />
          ) : (
            <CustomAgentLine
              key={agent.id}
              agent={agent}
              note={noteOn(agent.id)}
              added={agent.id === added}
              onEdit={() => setEditing({ kind: 'agent', agent })}
            />
          ),
        )}
      </ul>
      <CatalogSections onAdded={({ id }) => setAdded(id)} />
    </>
  );
}
