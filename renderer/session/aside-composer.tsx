import { ArrowUp, Square } from 'lucide-react';
import { type RefObject, useState } from 'react';
import type { Followed } from '../../protocol/follow.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { QueueChips } from '../composer/queue-chips.tsx';
import { useCommand } from '../keys/handlers.ts';
import { askAside, setAsideDraft, takeBackAside, useAsides } from '../stores/asides.ts';
import { type Answer, queuePrompt, steer, stop } from '../stores/commands.ts';
import { useViews } from '../stores/views.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly parent: SessionId;
  /** Null: what is sent begins an aside. */
  readonly aside: SessionId | null;
  readonly area: RefObject<HTMLTextAreaElement | null>;
};

type Send = (text: string) => Promise<Answer>;

/** Where an aside is written: a field that grows, and what is in the way of sending it. */
export function AsideComposer({ parent, aside, area }: Props) {
  const head = useViews(({ views }) => headOf(aside === null ? undefined : views[aside]));
  // Over: nothing more can be asked.
  const gone = useViews((state) => aside !== null && state.gone.includes(aside));
  const busy = !gone && isActive(head?.turn ?? null);
  const draft = aside ?? parent;
  const text = useAsides((state) => state.drafts[draft] ?? '');
  const [problem, setProblem] = useState<{ readonly of: SessionId; readonly why: string } | null>(null);
  const [sending, setSending] = useState(false);
  const ready = text.trim() !== '' && !sending && !gone;

  const submit = async (send: Send) => {
    if (!ready) return;
    setSending(true);
    const answer = await send(text);
    setSending(false);
    setProblem(answer.ok ? null : { of: draft, why: answer.why });
    if (answer.ok) setAsideDraft(draft, '');
  };
  const ask: Send = (asked) => (aside ? queuePrompt(aside, asked) : askAside(parent, asked));
  const askNow: Send = (asked) => (aside ? steer(aside, asked) : askAside(parent, asked));
  useCommand('composer.send', 'composer', { run: () => void submit(ask) });
  useCommand('composer.steer', 'composer', { run: () => void submit(askNow) });
  useCommand('turn.stop', 'app', { when: () => busy, run: () => void (aside && stop(aside)) });

  return (
    <footer className="aside-composer">
      {problem?.of === draft && (
        <p role="alert" className="problem">
          {problem.why}
        </p>
      )}
      {head && !gone && <QueueChips head={head} onEdit={(prompt) => void takeBackAside(head.id, prompt)} />}
      <div className="aside-field">
        <textarea
          ref={area}
          rows={1}
          data-scope="composer"
          aria-label={words().question}
          placeholder={words().questionHint}
          disabled={gone}
          value={text}
          onChange={(event) => setAsideDraft(draft, event.currentTarget.value)}
        />
        {busy && aside && (
          <button
            type="button"
            className="send send-stop"
            aria-label={words().stop}
            title={words().stop}
            onClick={() => void stop(aside)}
          >
            <Icon of={Square} size={12} />
          </button>
        )}
        <button
          type="button"
          className="send"
          aria-label={busy ? words().queueAction : words().send}
          title={busy ? words().queueAction : words().send}
          disabled={!ready}
          onClick={() => void submit(ask)}
        >
          <Icon of={ArrowUp} />
        </button>
      </div>
    </footer>
  );
}

const headOf = (view: Followed | undefined): Head | null => (view && view.kind !== 'waiting' ? view.state.head : null);
