import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { useSession } from '../stores/family.ts';
import { useAgent } from '../stores/sessions.ts';
import { select } from '../stores/window.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { nameOfKin, useName } from './names.ts';
import './sender.css';

/** The session whose agent sent a prompt, and the way to it; one that is not there any more leads nowhere. */
export function Sender({ id }: { readonly id: SessionId }) {
  const session = useSession(id);
  const name = nameOfKin(session);
  if (typeof session === 'string') return <span className="sender sender-gone">{words().from(name)}</span>;
  return (
    <button type="button" className="sender" title={words().openSession(name)} onClick={() => select(id)}>
      <SenderSquare agentId={session.agentId} />
      <span className="cut">{words().from(name)}</span>
    </button>
  );
}

function SenderSquare({ agentId }: { readonly agentId: Parameters<typeof useAgent>[0] }) {
  const agent = useAgent(agentId);
  if (!agent) return <Icon of={MessagesSquare} size={12} />;
  return <AgentSquare id={agentId} name={agent.name} />;
}

type FrameProps = { readonly from: SessionId | undefined; readonly children: ReactNode };

/** A prompt: of the person, or of another session in a look of its own, so that nobody takes it for the person's. */
export function PromptFrame({ from, children }: FrameProps) {
  if (from !== undefined) return <SentFrame from={from}>{children}</SentFrame>;
  return (
    <article className="prompt" aria-label={words().you}>
      {children}
    </article>
  );
}

function SentFrame({ from, children }: { readonly from: SessionId; readonly children: ReactNode }) {
  return (
    <article className="prompt prompt-sent" aria-label={words().from(useName(from))}>
      {children}
    </article>
  );
}
