import { AtSign, MessagesSquare } from 'lucide-react';
import type { AgentId, SessionId } from '../../protocol/ids.ts';
import { useSession } from '../stores/family.ts';
import { useAgent } from '../stores/sessions.ts';
import { select } from '../stores/window.ts';
import type { Mentioned } from '../transcript/mention-tokens.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import './mentions.css';

/** A mention where it was written: a path as it is, a session or an agent by what it is called now. */
export function MentionView({ of, raw }: { readonly of: Mentioned; readonly raw: string }) {
  if (of.kind === 'session') return <SessionMention id={of.id} />;
  if (of.kind === 'agent') return <AgentMention id={of.id} raw={raw} />;
  return (
    <span className="mention" title={raw}>
      <Icon of={AtSign} size={12} />
      {of.path}
    </span>
  );
}

/** A handle that no agent has stays what was written. */
function AgentMention({ id, raw }: { readonly id: AgentId; readonly raw: string }) {
  const agent = useAgent(id);
  if (!agent) return raw;
  return (
    <span className="mention mention-agent" title={raw}>
      <AgentSquare id={agent.id} name={agent.name} />
      {agent.name}
    </span>
  );
}

/** Leads to the session; one that is not there any more leads nowhere. */
export function SessionMention({ id }: { readonly id: SessionId }) {
  const session = useSession(id);
  if (session === 'asking' || session === 'missing') {
    const name = session === 'missing' ? words().unknownSession : '…';
    return (
      <span className="mention mention-gone">
        <Icon of={MessagesSquare} size={12} />
        {name}
      </span>
    );
  }
  const title = session.title || words().untitled;
  return (
    <button
      type="button"
      className="mention mention-session"
      aria-label={words().openSession(title)}
      title={title}
      onClick={() => select(id)}
    >
      <Icon of={MessagesSquare} size={12} />
      <span className="cut">{title}</span>
    </button>
  );
}
