import { useEffect } from 'react';
import { asksOf } from '../../protocol/asks.ts';
import type { Head } from '../../protocol/head.ts';
import { AskHead } from '../session/ask-head.tsx';
import { QuestionDock } from '../session/question-dock.tsx';
import { keepOpenForms } from '../stores/form-drafts.ts';
import { useAgent, useSessions } from '../stores/sessions.ts';
import { headOf, useView } from '../stores/views.ts';
import { words } from '../words/words.ts';
import { useSettled } from './settled.ts';
import type { Waiting } from './waiting.ts';
import { wayName } from './way.tsx';

type Props = { readonly waiting: Waiting };

/** What a session below asks, to be answered here as it would be there. */
export function AskBelow({ waiting }: Props) {
  const { session, way, agentId, asks } = waiting;
  const view = useView(session);
  const agent = useAgent(agentId)?.name ?? agentId;
  const head = headOf(view);
  useSettled(session, head?.requests[0], wayName(way));
  useEffect(() => () => forgetAnswered(session), [session]);
  if (view.kind === 'waiting' || isOlder(view.state.head, asks.since)) {
    return (
      <div className="dock">
        <section className="ask" aria-busy aria-label={`${wayName(way)} · ${agent}`}>
          <AskHead agent={agent} does={words().needsAnswer} way={way} open={asks.count} />
          <pre className="ask-command ask-coming">{asks.what}</pre>
        </section>
      </div>
    );
  }
  const { head: told, window } = view.state;
  return <QuestionDock head={told} items={window.items} agent={agent} way={way} />;
}

/** A view that was left may still show what was answered since; what it asks now is on its way. */
function isOlder(head: Pick<Head, 'requests' | 'forms'>, since: number): boolean {
  const shown = asksOf(head);
  return shown !== null && shown.since < since;
}

/** What was typed into a form that somebody else answered is nobody's any more. */
function forgetAnswered(session: Waiting['session']): void {
  const attention = useSessions.getState().app?.attention ?? [];
  if (!attention.some((one) => one.session === session && one.kind === 'waiting')) keepOpenForms(session, []);
}
