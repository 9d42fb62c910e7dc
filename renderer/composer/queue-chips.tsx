import { Clock, CornerDownLeft, Pencil, X } from 'lucide-react';
import type { Head, QueuedPrompt } from '../../protocol/head.ts';
import { sendOrSay } from '../stores/commands.ts';
import { setDraft, useDrafts } from '../stores/drafts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

type ChipsProps = {
  readonly head: Head;
  /** Takes a prompt back into a field; into the composer when absent. */
  onEdit?(prompt: QueuedPrompt): void;
};

/** The prompts that wait, first one next, joined to the composer's upper edge. */
export function QueueChips({ head, onEdit = (prompt) => void takeBack(head, prompt) }: ChipsProps) {
  const { prompts, held } = head.queue;
  if (prompts.length === 0) return null;
  return (
    <section aria-label={words().queued}>
      {held !== null && (
        <div className="queue-chip queue-held" role="status">
          <span className="grow cut">{words().held(held)}</span>
          <Button small look="ghost" onClick={() => void sendOrSay({ type: 'release-queue', sessionId: head.id })}>
            {words().release}
          </Button>
        </div>
      )}
      <ol>
        {prompts.map((prompt, index) => (
          <Chip key={prompt.id} head={head} prompt={prompt} isNext={index === 0} onEdit={() => onEdit(prompt)} />
        ))}
      </ol>
    </section>
  );
}

function Chip({
  head,
  prompt,
  isNext,
  onEdit,
}: {
  readonly head: Head;
  readonly prompt: QueuedPrompt;
  readonly isNext: boolean;
  onEdit(): void;
}) {
  const { id: sessionId } = head;
  const { id: turnId, text } = prompt;
  return (
    <li className="queue-chip">
      <Icon of={Clock} size={12} />
      <span className="queue-place">{isNext ? words().next : words().afterNext}</span>
      <span className="grow cut queue-text">{text}</span>
      <IconButton small icon={Pencil} label={words().editQueued} onClick={onEdit} />
      <IconButton
        small
        icon={CornerDownLeft}
        label={words().steerQueued}
        onClick={() => void sendOrSay({ type: 'steer', sessionId, turnId, text })}
      />
      <IconButton
        small
        icon={X}
        label={words().removeQueued}
        onClick={() => void sendOrSay({ type: 'unqueue', sessionId, turnId })}
      />
    </li>
  );
}

/** Into the composer, behind what is being written there. */
export async function takeBack(head: Head, prompt: QueuedPrompt): Promise<void> {
  const draft = useDrafts.getState().drafts[head.id] ?? '';
  setDraft(head.id, draft.trim() === '' ? prompt.text : `${draft}\n\n${prompt.text}`);
  await sendOrSay({ type: 'unqueue', sessionId: head.id, turnId: prompt.id });
}
