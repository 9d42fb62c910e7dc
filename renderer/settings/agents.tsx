import { isDefinedError, safe } from '@orpc/client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Agent, CustomAgent } from '../../protocol/agent.ts';
import { host } from '../stores/link.ts';
import { useAgents } from '../stores/sessions.ts';
import { toast } from '../stores/toasts.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Button } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
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
          <AgentLine key={agent.id} agent={agent} onEdit={(edited) => setEditing({ kind: 'agent', agent: edited })} />
        ))}
      </ul>
    </>
  );
}

function AgentLine({ agent, onEdit }: { readonly agent: Agent; onEdit(agent: CustomAgent): void }) {
  return (
    <li className="agent-line">
      <AgentSquare large id={agent.id} name={agent.name} />
      <div className="grow">
        <div className="row">
          <span>{agent.name}</span>
          <code className="agent-handle">@{agent.id}</code>
        </div>
        {agent.kind === 'built-in' ? (
          <p className="agent-about">{words().builtIn}</p>
        ) : (
          <code className="agent-about cut">{[agent.command, ...agent.args].join(' ')}</code>
        )}
      </div>
      {agent.kind === 'built-in' ? (
        <span className="agent-state">
          <Glyph shape="done" label={null} />
          {words().ready}
        </span>
      ) : (
        <>
          <Button small aria-label={words().editAgent(agent.id)} onClick={() => onEdit(agent)}>
            {words().edit}
          </Button>
          <Button small look="danger" aria-label={`${words().remove} @${agent.id}`} onClick={() => void remove(agent)}>
            {words().remove}
          </Button>
        </>
      )}
    </li>
  );
}

async function remove({ kind: _, ...agent }: Extract<Agent, { kind: 'custom' }>): Promise<void> {
  const { error } = await safe(host().agents.remove({ id: agent.id }));
  if (error) {
    toast({ text: isDefinedError(error) ? words().agentRefusal(error.data) : words().hostBroke, tone: 'fail' });
    return;
  }
  const undo = () => void host().agents.save(agent);
  toast({ text: words().removedAgent(agent.id), tone: 'info', action: { label: words().undo, run: undo } });
}
