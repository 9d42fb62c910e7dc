import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import { AttachmentChips } from '../attachments/attachment-chips.tsx';
import { type Problem, ProblemNote, problemOf } from '../budget/problem-note.tsx';
import { useCompletion } from '../completion/use-completion.tsx';
import { useLayer } from '../keys/use-layer.ts';
import { readyAs } from '../stores/attached.ts';
import { endEdit, startEdit, useEdits } from '../stores/edits.ts';
import { headOf, useViews } from '../stores/views.ts';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { sendEdit } from './actions.ts';

/** A prompt's words in its own place. Nothing is different anywhere until they are sent. */
export function PromptEditor({ sessionId, turn }: { readonly sessionId: SessionId; readonly turn: TurnId }) {
  const edit = useEdits(({ edits }) => edits[sessionId]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const giveUp = () => endEdit(sessionId);
  useLayer('title', area, giveUp);
  const head = useViews(({ views }) => headOf(views[sessionId]));
  const completion = useCompletion(area, edit?.text ?? '', head);
  useEffect(() => {
    const text = area.current;
    text?.focus();
    text?.setSelectionRange(text.value.length, text.value.length);
  }, []);
  if (!edit) return null;

  const { attachments } = edit;
  const empty = edit.text.trim() === '' && attachments.length === 0;
  const remove = (key: string) =>
    startEdit(sessionId, { ...edit, attachments: attachments.filter(({ id }) => id !== key) });

  const submit = async () => {
    if (sending || empty) return;
    setSending(true);
    const answer = await sendEdit(sessionId, turn, edit.text, attachments);
    setSending(false);
    if (answer.ok) giveUp();
    else setProblem(problemOf(answer));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    completion.props.onKeyDown(event);
    if (event.defaultPrevented || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <div className="prompt-editor">
      {problem && <ProblemNote problem={problem} />}
      <AttachmentChips files={attachments.map(readyAs)} area={area} onRemove={remove} />
      <div className="completion-field">
        <textarea
          ref={area}
          aria-label={words().editedPrompt}
          value={edit.text}
          onChange={(event) => startEdit(sessionId, { ...edit, text: event.currentTarget.value })}
          {...completion.props}
          onKeyDown={onKeyDown}
        />
        {completion.shown}
      </div>
      <div className="row">
        <span className="prompt-editor-hint grow">{words().editHint}</span>
        <Button small look="ghost" onClick={giveUp}>
          {words().cancel}
        </Button>
        <Button small look="primary" disabled={sending || empty} onClick={() => void submit()}>
          {words().sendEdit}
        </Button>
      </div>
    </div>
  );
}
