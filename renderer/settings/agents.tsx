import { isDefinedError, safe } from '@orpc/client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Agent, CustomAgent } from '../../protocol/agent.ts';
import { host } from '../stores/link.ts';
import { useAgents } from '../stores/sessions.ts';
import { toast } from '../stores/toasts.ts';
import { AgentLine } from '../ui/agent-line.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { AgentForm } from './agent-form.tsx';

/** What is open for editing: a new agent, one of those there are, or none. */
type Editing =
  | { readonly kind: 'none' }
  | { readonly kind: 'new' }
  | { readonly kind: 'agent'; readonly agent: CustomAgent };

export function Agents() {
  const agents = useAgents();
  const [editing, setEditing] = useState<Editing>({ kind: 'none' });
  const close = () => setEditing({ kind: 'none' });
  if (editing.kind !== 'none') {
    return <AgentForm agent={editing.kind === 'agent' ? editing.agent : null} onClose={close} />;
  }
  return (
    <>
      <div className="row">
        <h2 className="settings-title grow">{words().agents}</h2>
        <Button onClick={() => setEditing({ kind: 'new' })}>
          <Icon of={Plus} />
          {words().addCustom}
        </Button>
      </div>
      <p className="settings-help">{words().agentsHelp}</p>
      <ul className="agent-list">
        {agents.map((agent) => (
          <AgentLine key={agent.id} agent={agent} about={words().builtIn}>
            {agent.kind === 'custom' && (
              <CustomActions agent={agent} onEdit={() => setEditing({ kind: 'agent', agent })} />
            )}
          </AgentLine>
        ))}
      </ul>
    </>
  );
}

type CustomLine = Extract<Agent, { kind: 'custom' }>;

function CustomActions({ agent, onEdit }: { readonly agent: CustomLine; onEdit(): void }) {
  return (
    <>
      <Button small aria-label={words().editAgent(agent.id)} onClick={onEdit}>
        {words().edit}
      </Button>
      <Button small look="danger" aria-label={`${words().remove} @${agent.id}`} onClick={() => void remove(agent)}>
        {words().remove}
      </Button>
    </>
  );
}

async function remove({ kind: _, ...agent }: CustomLine): Promise<void> {
  const { error } = await safe(host().agents.remove({ id: agent.id }));
  if (error) {
    toast({ text: isDefinedError(error) ? words().agentRefusal(error.data) : words().hostBroke, tone: 'fail' });
    return;
  }
  const undo = () => void host().agents.save(agent);
  toast({ text: words().removedAgent(agent.id), tone: 'info', action: { label: words().undo, run: undo } });
}
