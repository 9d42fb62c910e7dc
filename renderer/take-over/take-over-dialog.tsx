import { useState } from 'react';
import type { Agent } from '../../protocol/agent.ts';
import type { AgentSessionInfo } from '../../protocol/origin.ts';
import { useAgents } from '../stores/sessions.ts';
import { closeDialog } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { words } from '../words/words.ts';
import { groupedBy } from './grouped.ts';
import { type Listing, useListing } from './listing.ts';
import { optionId, SessionOptions } from './session-options.tsx';
import { takeOver } from './take-over.ts';
import './take-over.css';

const LIST_ID = 'take-over-list';

/** What was begun with an agent elsewhere, to go on with here. Null leaves the agent to what comes first. */
export function TakeOverDialog({ agentId }: { readonly agentId: string | null }) {
  const agents = useAgents().filter((agent) => agent.kind === 'custom');
  const [chosen, setChosen] = useState(agentId);
  const agent = agents.find(({ id }) => id === chosen) ?? agents[0];
  return (
    <Dialog title={words().takeOverSession} wide onClose={closeDialog}>
      <div className="take-over">
        <p className="take-over-help">{words().takeOverHelp}</p>
        {agent ? (
          <>
            <SelectField
              label={words().agent}
              value={agent.id}
              options={agents.map(({ id, name }) => ({ value: id, text: name, hint: `@${id}` }))}
              onChange={setChosen}
            />
            <Sessions key={agent.id} agent={agent} />
          </>
        ) : (
          <p className="take-over-none">{words().noAgentToTakeFrom}</p>
        )}
      </div>
    </Dialog>
  );
}

function Sessions({ agent }: { readonly agent: Agent }) {
  const { listing, more, again } = useListing(agent.id);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const groups = groupedBy(listing.sessions, query);
  const shown = groups.flatMap(({ sessions }) => sessions);
  const at = Math.min(active, Math.max(0, shown.length - 1));

  const choose = async (info: AgentSessionInfo | undefined) => {
    if (!info || choosing) return;
    setChoosing(true);
    setProblem(null);
    const answer = await takeOver(agent.id, info);
    setChoosing(false);
    if (answer.ok) closeDialog();
    else setProblem(answer.refusal);
  };

  return (
    <>
      <SearchField
        className="field"
        label={words().filterSessions}
        hint={words().filterSessions}
        value={query}
        list={{ id: LIST_ID, count: shown.length, active: at, lineId: optionId }}
        onChange={setQuery}
        onActive={setActive}
        onTake={() => void choose(shown[at])}
        focused
      />
      <div className="take-over-scroll" aria-busy={listing.asking || choosing}>
        {shown.length > 0 && (
          <SessionOptions
            id={LIST_ID}
            label={words().agentSessions(agent.name)}
            groups={groups}
            active={at}
            onActive={setActive}
            onChoose={(info) => void choose(info)}
          />
        )}
        <Below agent={agent.name} listing={listing} found={shown.length} onMore={more} onAgain={again} />
      </div>
      {problem && (
        <p role="alert" className="problem">
          {problem}
        </p>
      )}
    </>
  );
}

type BelowProps = {
  readonly agent: string;
  readonly listing: Listing;
  readonly found: number;
  onMore(): void;
  onAgain(): void;
};

/** What there is to say after the lines, or in their place. */
function Below({ agent, listing, found, onMore, onAgain }: BelowProps) {
  const { asking, problem, sessions, next, omitted } = listing;
  if (asking) {
    return (
      <p className="take-over-none" role="status">
        <Glyph shape="run" label={null} />
        {words().askingForSessions(agent)}
      </p>
    );
  }
  if (problem) {
    return (
      <div className="take-over-none" role="alert">
        <p>{problem.why}</p>
        {problem.said !== '' && <p className="take-over-said">{problem.said}</p>}
        <Button small onClick={onAgain}>
          {words().retry}
        </Button>
      </div>
    );
  }
  return (
    <>
      {found === 0 && (
        <p className="take-over-none" role="status">
          {sessions.length === 0 ? words().noAgentSessions(agent) : words().noSuchSessions}
        </p>
      )}
      {omitted > 0 && <p className="take-over-none">{words().omittedSessions(omitted)}</p>}
      {next !== null && (
        <Button small onClick={onMore}>
          {words().moreSessions}
        </Button>
      )}
    </>
  );
}
