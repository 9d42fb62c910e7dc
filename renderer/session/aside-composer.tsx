import { ArrowUp, type LucideIcon, Square } from 'lucide-react';
import { type RefObject, useMemo, useState } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { type Problem, ProblemNote, problemOf } from '../budget/problem-note.tsx';
import { useCompletion } from '../completion/use-completion.tsx';
import { QueueChips } from '../composer/queue-chips.tsx';
import { useCommand } from '../keys/handlers.ts';
import { askAside, askIn, endAsideDraft, setAsideDraft, takeBackAside, useAsides } from '../stores/asides.ts';
import { type Answer, stop } from '../stores/commands.ts';
import { headOf, useViews } from '../stores/views.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly parent: SessionId;
  /** Null: what is sent begins an aside. */
  readonly aside: SessionId | null;
  /** It is over: nothing more can be asked. */
  readonly gone: boolean;
  readonly area: RefObject<HTMLTextAreaElement | null>;
};

type Send = (text: string) => Promise<Answer>;

/** Where an aside is written: a field that grows, and what is in the way of sending it. */
export function AsideComposer({ area, ...of }: Props) {
  const { aside, gone } = of;
  const { head, draft, text, problem, submit, completion } = useAsking({ area, ...of });
  const busy = !gone && isActive(head?.turn ?? null);
  useCommand('turn.stop', 'app', { when: () => busy, run: () => void (aside && stop(aside)) });
  return (
    <footer className="aside-composer">
      {problem !== null && <ProblemNote problem={problem} />}
      {head && !gone && <QueueChips head={head} onEdit={(prompt) => void takeBackAside(head.id, prompt)} />}
      <div className="aside-field">
        <div className="completion-field">
          <textarea
            ref={area}
            rows={1}
            data-scope="composer"
            aria-label={words().question}
            placeholder={words().questionHint}
            disabled={gone}
            value={text}
            onChange={(event) => setAsideDraft(draft, event.currentTarget.value)}
            {...completion.props}
          />
          {completion.shown}
        </div>
        {busy && aside && (
          <RoundButton icon={Square} label={words().stop} look="send-stop" onClick={() => void stop(aside)} />
        )}
        <RoundButton icon={ArrowUp} label={busy ? words().queueAction : words().send} onClick={submit} />
      </div>
    </footer>
  );
}

/** What is being written and how it is sent; `submit` is null while that cannot be done. */
function useAsking({ parent, aside, gone, area }: Props) {
  const head = useViews(({ views }) => headOf(aside === null ? undefined : views[aside]));
  const around = useViews(({ views }) => headOf(views[parent]));
  const draft = aside ?? parent;
  const text = useAsides((state) => state.drafts[draft] ?? '');
  const [problem, setProblem] = useState<{ readonly of: SessionId; readonly why: Problem | null } | null>(null);
  const [sending, setSending] = useState(false);
  const begun = useMemo(() => around && ({ ...around, kind: 'side' } as const), [around]);
  const completion = useCompletion(area, text, head ?? begun);
  const ready = text.trim() !== '' && !sending && !gone;

  const submit = async (send: Send) => {
    if (!ready) return;
    setSending(true);
    const answer = await send(text);
    setSending(false);
    setProblem({ of: draft, why: problemOf(answer) });
    if (answer.ok) endAsideDraft(draft, text);
  };
  const ask: Send = (asked) => (aside ? askIn(aside, asked, 'queue') : askAside(parent, asked));
  const askNow: Send = (asked) => (aside ? askIn(aside, asked, 'steer') : askAside(parent, asked));
  useCommand('composer.send', 'composer', { run: () => void (completion.accept() || submit(ask)) });
  useCommand('composer.steer', 'composer', { run: () => void submit(askNow) });
  const why = problem?.of === draft ? problem.why : null;
  return { head, draft, text, problem: why, completion, submit: ready ? () => void submit(ask) : null };
}

type RoundProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly look?: 'send-stop';
  /** Null: it cannot be done now. */
  readonly onClick: (() => void) | null;
};

function RoundButton({ icon, label, look, onClick }: RoundProps) {
  return (
    <button
      type="button"
      className={look ? `send ${look}` : 'send'}
      aria-label={label}
      title={label}
      disabled={onClick === null}
      onClick={() => onClick?.()}
    >
      <Icon of={icon} size={look ? 12 : 16} />
    </button>
  );
}
