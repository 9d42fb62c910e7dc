import { BookOpen, Plus } from 'lucide-react';
import type { Summary } from '../../protocol/summary.ts';
import { FoundAgents } from '../catalog/found-agents.tsx';
import { TopBar } from '../session/top-bar.tsx';
import { useAgents, useSessions } from '../stores/sessions.ts';
import { openDialog, startNewSession } from '../stores/window.ts';
import { AgentLine } from '../ui/agent-line.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Key } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { Mark } from './mark.tsx';
import { ReadyRunbooks } from './ready-runbooks.tsx';
import './start.css';

/** What Playbook does when it is told to show itself. */
const TOUR_PROMPT = 'tour';
const PLAYBOOK = 'playbook';

const isDeleted = ({ deletedAt }: Summary) => deletedAt !== null;

/** What is shown when no session is: one obvious thing to do, and the agents there are. */
export function StartPage() {
  const agents = useAgents();
  const first = useSessions((state) => [...state.summaries.values()].every(isDeleted));
  const known = useSessions((state) => state.app !== null);
  return (
    <>
      <TopBar title={null} />
      <main className="start" aria-busy={!known}>
        {known && (
          <div className="start-column">
            <Mark />
            <h1>{first ? words().firstTitle : words().startTitle}</h1>
            <p className="start-help">{words().firstHelp}</p>
            <div className="row">
              <Button look="primary" onClick={() => startNewSession()}>
                <Icon of={Plus} />
                {words().newSession}
                <Key of="Mod+N" />
              </Button>
              <Button look="ghost" onClick={() => startNewSession(TOUR_PROMPT, PLAYBOOK)}>
                <Icon of={BookOpen} />
                {words().tour}
              </Button>
            </div>
            <section className="start-agents" aria-labelledby="agents-here">
              <h2 id="agents-here">{words().agentsHere}</h2>
              <ul>
                {agents.map((agent) => (
                  <AgentLine key={agent.id} agent={agent} about={words().playbookHelp}>
                    <Button
                      small
                      aria-label={`${words().use} ${agent.name}`}
                      onClick={() => startNewSession('', agent.id)}
                    >
                      {words().use}
                    </Button>
                  </AgentLine>
                ))}
              </ul>
            </section>
            <FoundAgents />
            <p className="start-else">
              {words().anythingElse}{' '}
              <button type="button" className="link" onClick={() => openDialog({ kind: 'settings', page: 'agents' })}>
                {words().addCommand}
              </button>
            </p>
            <ReadyRunbooks agentId={PLAYBOOK} />
          </div>
        )}
      </main>
    </>
  );
}
