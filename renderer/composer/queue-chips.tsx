import { Clock, CornerDownLeft, GripVertical, Paperclip, Pencil, X } from 'lucide-react';
import { attachmentsOf } from '../../protocol/attachment.ts';
import type { Head, QueuedPrompt } from '../../protocol/head.ts';
import { Sender } from '../children/sender.tsx';
import { Layer } from '../keys/use-layer.ts';
import { addAttached } from '../stores/attached.ts';
import { filesOf, sendOrSay } from '../stores/commands.ts';
import { setDraft, useDrafts } from '../stores/drafts.ts';
import { openDialog } from '../stores/window.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { type ChipMoves, useReordering } from './reordering.ts';

type ChipsProps = {
  readonly head: Head;
  /** Takes a prompt back into a field; into the composer when absent. */
  onEdit?(prompt: QueuedPrompt): void;
};

/** The prompts that wait, first one next, joined to the composer's upper edge. */
export function QueueChips({ head, onEdit = (prompt) => void takeBack(head, prompt) }: ChipsProps) {
  const { prompts, held } = head.queue;
  const { list, drag, said, giveUp, movesOf } = useReordering(head);
  if (prompts.length === 0) return null;
  return (
    <section aria-label={words().queued}>
      {held !== null && (
        <div className="queue-chip queue-held" role="status">
          <span className="grow cut">{words().held(held)}</span>
          {held === 'over-budget' && (
            <Button small look="ghost" onClick={() => openDialog({ kind: 'budget', sessionId: head.id })}>
              {words().raiseBudget}
            </Button>
          )}
          <Button small look="ghost" onClick={() => void sendOrSay({ type: 'release-queue', sessionId: head.id })}>
            {words().release}
          </Button>
        </div>
      )}
      <ol ref={list} className={drag ? 'queue-dragging' : ''}>
        {prompts.map((prompt, index) => (
          <Chip
            key={prompt.id}
            head={head}
            prompt={prompt}
            place={index}
            moves={movesOf(prompt.id)}
            dragged={drag?.id === prompt.id}
            drop={drag ? dropAt(drag.gap, index, prompts.length) : undefined}
            onEdit={() => onEdit(prompt)}
          />
        ))}
      </ol>
      {drag && <Layer kind="hover" scope="app" dismiss={giveUp} />}
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </section>
  );
}

type ChipProps = {
  readonly head: Head;
  readonly prompt: QueuedPrompt;
  /** 0 is next. */
  readonly place: number;
  readonly moves: ChipMoves;
  readonly dragged: boolean;
  /** The edge at which what is dragged would come to stand. */
  readonly drop: 'before' | 'after' | undefined;
  onEdit(): void;
};

function Chip({ head, prompt, place, moves, dragged, drop, onEdit }: ChipProps) {
  const { id: sessionId } = head;
  const { id: turnId, text, from } = prompt;
  const attachments = attachmentsOf(prompt);
  return (
    <li className={`queue-chip${dragged ? ' queue-dragged' : ''}`} data-drop={drop} {...moves}>
      {head.queue.prompts.length > 1 ? <Grip /> : <Icon of={Clock} size={12} />}
      <span className="queue-place">{place === 0 ? words().next : words().afterNext}</span>
      {from !== undefined && <Sender id={from} />}
      <span className="grow cut queue-text">{text || attachments.map(({ name }) => name).join(', ')}</span>
      {attachments.length > 0 && (
        <span className="queue-files">
          <Icon of={Paperclip} size={12} />
          {words().fileCount(attachments.length)}
        </span>
      )}
      <IconButton small icon={Pencil} label={words().editQueued} onClick={onEdit} />
      <IconButton
        small
        icon={CornerDownLeft}
        label={words().steerQueued}
        onClick={() =>
          void sendOrSay({ type: 'steer', sessionId, turnId, text, ...filesOf(attachments), ...sentBy(prompt) })
        }
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

/** Sending it sooner does not make it the person's own words; editing it does. */
const sentBy = ({ from }: QueuedPrompt) => (from === undefined ? {} : { from });

/** What a chip is moved by without a pointer: it takes the focus, and the chip its keys. */
function Grip() {
  return (
    <IconButton
      small
      icon={GripVertical}
      className="queue-grip"
      label={words().moveQueued}
      title={words().moveQueuedHint}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
    />
  );
}

/** A gap is drawn at the chip below it, the last one at the chip above. */
function dropAt(gap: number | null, index: number, chips: number): 'before' | 'after' | undefined {
  if (gap === index) return 'before';
  return gap === chips && index === chips - 1 ? 'after' : undefined;
}

/** Into the composer, behind what is being written there. */
export async function takeBack(head: Head, prompt: QueuedPrompt): Promise<void> {
  const draft = useDrafts.getState().drafts[head.id] ?? '';
  const parts = [draft, prompt.text].filter((part) => part.trim() !== '');
  setDraft(head.id, parts.join('\n\n'));
  addAttached(head.id, attachmentsOf(prompt));
  await sendOrSay({ type: 'unqueue', sessionId: head.id, turnId: prompt.id });
}
