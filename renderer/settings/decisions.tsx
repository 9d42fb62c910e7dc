import { useState } from 'react';
import { SessionId } from '../../protocol/ids.ts';
import type { DecisionLine } from '../../protocol/permission.ts';
import { tellDecided, useDecisions } from '../stores/permissions.ts';
import { useSessions } from '../stores/sessions.ts';
import { useWindow } from '../stores/window.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { moment } from '../words/times.ts';
import { words } from '../words/words.ts';

const EVERY = 'all';

/** How every question was decided, newest first; of one session, or of all. */
export function Decisions() {
  const [chosen, setChosen] = useState<string>(EVERY);
  const { decisions, more } = useDecisions(SessionId.safeParse(chosen).data ?? null);
  return (
    <div aria-busy={decisions === null}>
      <SessionPick chosen={chosen} onChoose={setChosen} />
      {decisions?.length === 0 && <p className="permission-none">{words().noDecisions}</p>}
      <ul className="permission-log">
        {decisions?.map((decision) => (
          <Line key={decision.seq} decision={decision} />
        ))}
      </ul>
      {more && (
        <Button look="ghost" onClick={more}>
          {words().moreDecisions}
        </Button>
      )}
    </div>
  );
}

type PickProps = { readonly chosen: string; onChoose(session: string): void };

/** By itself, because what sessions do is news many times a second, and the log can be long. */
function SessionPick({ chosen, onChoose }: PickProps) {
  const selected = useWindow((state) => state.selected);
  const summaries = useSessions((state) => state.summaries);
  const known = [...summaries.values()].toSorted(
    (one, other) => Number(other.id === selected) - Number(one.id === selected) || other.updatedAt - one.updatedAt,
  );
  const options = known.map(({ id, title, agentId }) => ({
    ...{ value: id, text: title || words().untitled, hint: `@${agentId}` },
  }));
  return (
    <SelectField
      label={words().decisionsOf}
      value={chosen}
      options={[{ value: EVERY, text: words().allSessions }, ...options]}
      onChange={onChoose}
    />
  );
}

function Line({ decision }: { readonly decision: DecisionLine }) {
  const { title, command, at, agentId, sessionTitle } = decision;
  return (
    <li className="permission-row">
      <div className="grow">
        <code className="permission-subject cut">{command ?? title}</code>
        <p className="permission-meta">
          <span className={decision.verdict === 'rejected' ? 'permission-no' : undefined}>{tellDecided(decision)}</span>
          {' · '}
          {sessionTitle || words().untitled} · <code>@{agentId}</code>
        </p>
      </div>
      <time className="permission-meta" dateTime={new Date(at).toISOString()}>
        {moment(at)}
      </time>
    </li>
  );
}
