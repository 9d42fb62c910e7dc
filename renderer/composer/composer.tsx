import { ArrowUp } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { Attachment } from '../../protocol/attachment.ts';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { isFetching } from '../../protocol/origin.ts';
import { isActive } from '../../protocol/turn.ts';
import { AttachButton } from '../attachments/attach-button.tsx';
import { type Problem, ProblemNote, problemOf } from '../budget/problem-note.tsx';
import { MentionChips } from '../completion/mention-chips.tsx';
import { useCompletion } from '../completion/use-completion.tsx';
import { useKeysOf } from '../keys/bindings.ts';
import { useCommand } from '../keys/handlers.ts';
import type { CommandId } from '../keys/table.ts';
import { SessionOptions } from '../options/session-options.tsx';
import { askAside } from '../stores/asides.ts';
import { endAttached, isAttaching, readyFiles, useDraftFiles } from '../stores/attached.ts';
import { type Answer, queuePrompt, steer } from '../stores/commands.ts';
import { endDraft, setDraft, useDrafts } from '../stores/drafts.ts';
import { Icon } from '../ui/icon.tsx';
import { Key, KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { AttachmentTrouble, attachingTo, DraftFiles } from './attaching.tsx';
import { QueueChips, takeBack } from './queue-chips.tsx';
import { StopButton } from './stop-button.tsx';
import './composer.css';

/** What asks beside the conversation, and its question. */
const BTW = /^\/btw(?:\s+(?<question>.*))?$/s;

type Props = { readonly head: Head; readonly agent: string };

/** Where the next prompt is written. Words of the agent do not draw it anew, so that they are not in the way of typing. */
export const Composer = memo(function Composer({ head, agent }: Props) {
  const text = useDrafts((state) => state.drafts[head.id] ?? '');
  const draft = useDraftFiles(head.id);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const question = head.kind === 'side' ? undefined : BTW.exec(text);
  const barred = head.rollback !== null || isFetching(head) || (head.native !== undefined && !question);
  useEffect(() => area.current?.focus(), []);
  const completion = useCompletion(area, text, head);

  const files = attachingTo(head.id, draft);
  const attached = readyFiles(draft);
  const ready = !sending && !barred && !isAttaching(draft) && (text.trim() !== '' || attached.length > 0);
  const submit = async (send: Send) => {
    if (!ready) return;
    setSending(true);
    const aside = question?.groups?.['question'] ?? '';
    const answer = await (question ? askAside(head.id, aside, attached) : send(head.id, text, attached));
    setSending(false);
    setProblem(problemOf(answer));
    if (!answer.ok) return;
    endDraft(head.id, text);
    if (!question || aside.trim() !== '') endAttached(head.id, draft);
  };
  const last = head.queue.prompts.at(-1);
  useCommand('composer.send', 'composer', { run: () => void (completion.accept() || submit(queuePrompt)) });
  useCommand('composer.steer', 'composer', { run: () => void submit(steer) });
  useCommand('composer.takeBack', 'composer', {
    when: () => text === '' && draft.files.length === 0 && last !== undefined,
    run: () => void (last && takeBack(head, last)),
  });
  const write = (next: string) => {
    setDraft(head.id, next);
    setProblem(null);
  };
  const sends = question ? words().askAside : isActive(head.turn) ? words().queueAction : words().send;

  return (
    <footer className="composer">
      <div className="composer-column">
        {problem && <ProblemNote problem={problem} />}
        <AttachmentTrouble head={head} />
        <div>
          <QueueChips head={head} />
          <div className="composer-box">
            <DraftFiles head={head} agent={agent} area={area} />
            <div className="completion-field">
              <textarea
                ref={area}
                rows={1}
                data-scope="composer"
                aria-label={words().prompt}
                placeholder={words().promptHint(agent)}
                value={text}
                onChange={(event) => write(event.currentTarget.value)}
                {...completion.props}
                onPaste={files.onPaste}
                onKeyDown={(event) => {
                  completion.props.onKeyDown(event);
                  if (!event.defaultPrevented) files.onKeyDown(event);
                }}
              />
              {completion.shown}
            </div>
            <MentionChips text={text} />
            <div className="composer-bar">
              <AttachButton sessionId={head.id} />
              <span className="composer-agent">@{head.agentId}</span>
              <SessionOptions head={head} />
              <span className="composer-hints">
                <Hints head={head} aside={Boolean(question)} />
              </span>
              <StopButton head={head} />
              <button
                type="button"
                className="send"
                aria-label={sends}
                title={whyBarred(head) ?? (isAttaching(draft) ? words().waitForFiles : sends)}
                disabled={!ready}
                onClick={() => void submit(queuePrompt)}
              >
                <Icon of={ArrowUp} />
              </button>
            </div>
          </div>
        </div>
      </div>
    </footer>
  );
});

type Send = (id: SessionId, text: string, attachments: readonly Attachment[]) => Promise<Answer>;

/** Why nothing can be sent now; null when it can. */
function whyBarred(head: Head): string | null {
  if (head.native) return words().onlyItsAgent;
  if (head.rollback !== null) return words().notWhileRollingBack;
  return isFetching(head) ? words().notWhileFetching : null;
}

function Hints({ head, aside }: { readonly head: Head; readonly aside: boolean }) {
  const telling = aside && head.native ? words().asksAside : (whyBarred(head) ?? (aside ? words().asksAside : null));
  if (telling !== null) {
    return (
      <span className="composer-hint composer-telling" role="status">
        {telling}
      </span>
    );
  }
  if (isActive(head.turn)) {
    return (
      <span className="composer-hint">
        <Hint command="composer.send" does={words().queues} /> <Hint command="composer.steer" does={words().steers} />{' '}
        <Hint command="turn.stop" does={words().stops} />
      </span>
    );
  }
  return (
    <span className="composer-hint">
      <Hint command="composer.send" does={words().sends} /> <Key of="Shift+Enter" /> {words().newLine}
    </span>
  );
}

function Hint({ command, does }: { readonly command: CommandId; readonly does: string }) {
  const bound = useKeysOf(command).length > 0;
  return bound ? (
    <>
      <KeyOf command={command} /> {does}
    </>
  ) : null;
}
