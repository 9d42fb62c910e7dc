import type { SessionId } from '../../protocol/ids.ts';
import { useAgent } from '../stores/sessions.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { useMinute } from '../ui/now.ts';
import { ago } from '../words/times.ts';
import { words } from '../words/words.ts';
import type { Waiting } from './waiting.ts';
import { WayNames } from './way.tsx';

type Props = {
  readonly waiting: readonly Waiting[];
  /** The one whose card is shown. */
  readonly front: SessionId;
  onChoose(waiting: Waiting): void;
};

/** All sessions that wait, the oldest first. Choosing one shows its card; nothing is answered from here. */
export function AsksList({ waiting, front, onChoose }: Props) {
  const open = waiting.reduce((sum, { asks }) => sum + asks.count, 0);
  return (
    <div className="dock">
      <section className="asks" aria-label={words().waitingHere(open)}>
        <header className="asks-head">
          <Glyph shape="ask" label={null} />
          {words().waitingHere(open)}
        </header>
        <ol>
          {waiting.map((one) => (
            <li key={one.session}>
              <AskRow waiting={one} front={one.session === front} onChoose={onChoose} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

type RowProps = { readonly waiting: Waiting; readonly front: boolean; onChoose(waiting: Waiting): void };

function AskRow({ waiting, front, onChoose }: RowProps) {
  const { way, agentId, asks } = waiting;
  const now = useMinute();
  const agent = useAgent(agentId);
  return (
    <button type="button" className="asks-row" aria-current={front} onClick={() => onChoose(waiting)}>
      {way.length === 0 ? <span className="ask-steps">{words().askedHere}</span> : <WayNames way={way} />}
      <code className="grow cut">{asks.what}</code>
      {asks.count > 1 && <span className="ask-count">{words().asksMore(asks.count - 1)}</span>}
      <span className="ask-count">{ago(asks.since, now)}</span>
      <AgentSquare id={agentId} name={agent?.name ?? agentId} />
    </button>
  );
}
