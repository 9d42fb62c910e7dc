import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { FormAnswer, FormRequest } from '../../protocol/form.ts';
import type { Head } from '../../protocol/head.ts';
import { AskHead, type Asking, askName } from '../session/ask-head.tsx';
import { send } from '../stores/commands.ts';
import { words } from '../words/words.ts';
import { FieldsForm } from './fields-form.tsx';
import { LinkAsk } from './link-ask.tsx';
import './forms.css';

type Props = { readonly head: Head; readonly form: FormRequest; readonly asking: Asking };

/** What is done with the answer; `problem` says why it was not taken. */
export type Answering = {
  readonly problem: string | null;
  answer(answer: FormAnswer): void;
};

/** A form or a link of an agent, docked where its questions are. Like those it takes no focus by itself. */
export function FormDock({ head, form, asking }: Props) {
  const card = useRef<HTMLElement>(null);
  const answering = useAnswering(head, form, card);
  const { ask } = form;
  const does = ask.kind === 'link' ? words().wantsYouAt : words().asksYou;
  return (
    <div className="dock">
      <section className="ask form-ask" aria-label={askName(asking, does)} ref={card}>
        <AskHead {...asking} does={does} />
        {ask.kind === 'fields' && ask.title && <p className="form-title">{ask.title}</p>}
        {form.message !== '' && <p className="form-message">{form.message}</p>}
        {ask.kind === 'fields' && ask.help && <p className="form-note">{ask.help}</p>}
        {answering.problem !== null && (
          <p role="alert" className="problem">
            {answering.problem}
          </p>
        )}
        {ask.kind === 'link' ? (
          <LinkAsk url={ask.url} answering={answering} />
        ) : (
          <FieldsForm session={head.id} form={form} ask={ask} answering={answering} />
        )}
      </section>
    </div>
  );
}

/** Whoever answers goes on in the composer. When the agent takes the form away, what is typed falls nowhere. */
function useAnswering(head: Head, form: FormRequest, card: RefObject<HTMLElement | null>): Answering {
  const [problem, setProblem] = useState<string | null>(null);
  const answered = useRef(false);
  useLayoutEffect(() => {
    const element = card.current;
    return () => {
      if (answered.current && element?.contains(document.activeElement)) composerBelow(element)?.focus();
    };
  }, [card]);
  const answer = async (given: FormAnswer) => {
    if (answered.current) return;
    answered.current = true;
    const answer = await send({ type: 'answer-form', sessionId: head.id, requestId: form.id, answer: given });
    answered.current = answer.ok;
    setProblem(answer.ok ? null : answer.refusal);
  };
  return { problem, answer: (given) => void answer(given) };
}

const composerBelow = (card: Element) =>
  card.closest('.dock')?.parentElement?.querySelector<HTMLElement>('textarea[data-scope="composer"]');
