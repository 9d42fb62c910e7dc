import { type ReactNode, useEffect, useState } from 'react';
import type { Agent } from '../../protocol/agent.ts';
import { AgentSignIn } from '../sign-in/agent-sign-in.tsx';
import { removeAgent, testAgent } from '../stores/agents.ts';
import { doneOrSaid } from '../stores/asked.ts';
import { openDialog } from '../stores/window.ts';
import { AgentLine } from '../ui/agent-line.tsx';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { type Trial, TrialResult } from './trial-result.tsx';

type Custom = Extract<Agent, { kind: 'custom' }>;
type Props = {
  readonly agent: Custom;
  /** More that is said of it. */
  readonly note: ReactNode;
  /** It was added a moment ago: it is tried at once. */
  readonly added: boolean;
  onEdit(): void;
};

/** A configured agent, with what can be done about it. */
export function CustomAgentLine({ agent, note, added, onEdit }: Props) {
  const { kind: _, ...custom } = agent;
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const test = async () => {
    setTrial({ kind: 'running' });
    const tested = await testAgent(custom);
    setTrial(doneOrSaid(tested) ? { kind: 'done', test: tested.value } : { kind: 'none' });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is tried once, as it was added.
  useEffect(() => {
    if (added) void test();
  }, [added]);
  return (
    <>
      <AgentLine agent={agent} about="" note={note}>
        <AgentSignIn agentId={agent.id}>
          <Button
            small
            aria-label={words().testAgent(agent.id)}
            disabled={trial.kind === 'running'}
            onClick={() => void test()}
          >
            {trial.kind === 'running' ? words().testing : words().test}
          </Button>
          <Button
            small
            aria-label={words().takeOverOf(agent.id)}
            onClick={() => openDialog({ kind: 'take-over', agentId: agent.id })}
          >
            {words().takeOver}
          </Button>
          <Button small aria-label={words().editAgent(agent.id)} onClick={onEdit}>
            {words().edit}
          </Button>
          <Button
            small
            look="danger"
            aria-label={`${words().remove} @${agent.id}`}
            onClick={() => void removeAgent(custom)}
          >
            {words().remove}
          </Button>
        </AgentSignIn>
      </AgentLine>
      {trial.kind === 'done' && (
        <li className="agent-trial">
          <TrialResult trial={trial} />
        </li>
      )}
    </>
  );
}
