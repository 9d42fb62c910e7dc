import type { Followed } from '../../protocol/follow.ts';
import { shownOf } from '../../protocol/follow.ts';
import { isActive } from '../../protocol/turn.ts';
import { Continuations } from '../branches/continuations.tsx';
import { words } from '../words/words.ts';
import { Announcer } from './announcer.tsx';
import { Reading } from './reading.tsx';
import './transcript.css';

type Props = {
  readonly view: Exclude<Followed, { readonly kind: 'waiting' }>;
  readonly agent: string;
  /** What it is called, where it is not the only one. */
  readonly label?: string;
};

/** The conversation: what the view holds of it, wherever the reader is. */
export function Transcript({ view, agent, label = words().transcript }: Props) {
  const { head } = view.state;
  const { items, atStart } = shownOf(view);
  return (
    <>
      <div
        className="transcript"
        data-scope="transcript"
        role="log"
        aria-label={label}
        aria-live="off"
        aria-busy={isActive(head.turn)}
      >
        {items.length === 0 ? (
          <div className="transcript-empty">
            <p>{words().emptySession(agent)}</p>
            <Continuations head={head} />
          </div>
        ) : (
          <Reading
            head={head}
            items={items}
            atStart={atStart}
            atEnd={view.reading === null}
            fresh={view.reading?.fresh ?? true}
            loading={view.kind === 'live' ? (view.paging?.joins ?? null) : null}
          />
        )}
      </div>
      {/* Beside the log: while that is busy its changes may be held back. */}
      <Announcer state={view.state} agent={agent} />
    </>
  );
}
