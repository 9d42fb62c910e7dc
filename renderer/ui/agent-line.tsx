import type { ReactNode } from 'react';
import type { Agent } from '../../protocol/agent.ts';
import { words } from '../words/words.ts';
import { AgentSquare } from './agent-square.tsx';
import { Glyph } from './glyph.tsx';

type Props = {
  readonly agent: Agent;
  /** What is said of the built-in agent; others show their command. */
  readonly about: string;
  /** More that is said of it. */
  readonly note?: ReactNode;
  /** What can be done with it here. */
  readonly children?: ReactNode;
};

/** An agent in a list: its letter, name, handle, and what it is. */
export function AgentLine({ agent, about, note, children }: Props) {
  return (
    <li className="agent-line">
      <AgentSquare large id={agent.id} name={agent.name} />
      <div className="grow">
        <div className="row">
          <span>{agent.name}</span>
          <code className="agent-handle">@{agent.id}</code>
        </div>
        {agent.kind === 'built-in' ? (
          <p className="agent-about">{about}</p>
        ) : (
          <code className="agent-about cut">{[agent.command, ...agent.args].join(' ')}</code>
        )}
        {note}
      </div>
      {agent.kind === 'built-in' && (
        <span className="agent-state">
          <Glyph shape="done" label={null} />
          {words().ready}
        </span>
      )}
      {children}
    </li>
  );
}
