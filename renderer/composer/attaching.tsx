import { X } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react';
import { isImage } from '../../protocol/attachment.ts';
import type { Head } from '../../protocol/head.ts';
import { AttachmentChips } from '../attachments/attachment-chips.tsx';
import { pastedFiles } from '../attachments/dropped.ts';
import { attachFiles, type Draft, dismissProblem, removeFile, useDraftFiles } from '../stores/attached.ts';
import { useSessions } from '../stores/sessions.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';

type Props = {
  readonly head: Head;
  readonly agent: string;
  readonly area: RefObject<HTMLTextAreaElement | null>;
};

/** The files beside the draft of a session, above its words, and what could not be attached. */
export function DraftFiles({ head: { id, agentId }, agent, area }: Props) {
  const { files, said } = useDraftFiles(id);
  const imageless = useSessions(({ app }) => app?.imageless.includes(agentId) ?? false);
  const unseen = imageless && files.some(({ attachment }) => attachment && isImage(attachment));
  return (
    <>
      <AttachmentChips files={files} area={area} onRemove={(key) => removeFile(id, key)} />
      {unseen && (
        <p className="files-note" role="status">
          {words().cannotLook(agent)}
        </p>
      )}
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </>
  );
}

export function AttachmentTrouble({ head: { id } }: Pick<Props, 'head'>) {
  const { problem } = useDraftFiles(id);
  if (!problem) return null;
  return (
    <div role="alert" className="problem attach-problem">
      <span className="grow">{words().attachmentProblem(problem)}</span>
      <IconButton small icon={X} label={words().dismissProblem} onClick={() => dismissProblem(id)} />
    </div>
  );
}

/** What the text field does with files: pasted ones are attached, and Backspace before the words takes the last one off. */
export const attachingTo = (id: Head['id'], { files }: Draft) => ({
  onPaste(event: ClipboardEvent) {
    const pasted = pastedFiles(event.clipboardData);
    if (pasted.length === 0) return;
    event.preventDefault();
    attachFiles(id, pasted);
  },
  onKeyDown({ key, repeat, currentTarget }: KeyboardEvent<HTMLTextAreaElement>) {
    const last = files.at(-1);
    const first = currentTarget.selectionStart === 0 && currentTarget.selectionEnd === 0;
    if (key === 'Backspace' && !repeat && first && last) removeFile(id, last.key);
  },
});
