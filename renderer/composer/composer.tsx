import { ArrowUp, Square } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { useKeysOf } from '../keys/bindings.ts';
import { useCommand } from '../keys/handlers.ts';
import type { CommandId } from '../keys/table.ts';
import { SessionOptions } from '../options/session-options.tsx';
import { type Answer, queuePrompt, steer, stop } from '../stores/commands.ts';
import { setDraft, useDrafts } from '../stores/drafts.ts';
import { Icon } from '../ui/icon.tsx';
import { Key, KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { QueueChips, takeBack } from './queue-chips.tsx';
import './composer.css';

/** It grows to twelve lines and scrolls then. */
const LINES_MAX = 12;
const LINE_PX = 22;

export function Composer({ head, agent }: { readonly head: Head; readonly agent: string }) {
  const text = useDrafts((state) => state.drafts[head.id] ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const busy = isActive(head.turn);
  useEffect(() => area.current?.focus(), []);
  useGrowing(area, text);

  const submit = async (send: (id: SessionId, text: string) => Promise<Answer>) => {
    if (sending || text.trim() === '') return;
    setSending(true);
    const answer = await send(head.id, text);
    setSending(false);
    setProblem(answer.ok ? null : answer.why);
    if (answer.ok) setDraft(head.id, '');
  };
  const last = head.queue.prompts.at(-1);
  useCommand('composer.send', 'composer', { run: () => void submit(queuePrompt) });
  useCommand('composer.steer', 'composer', { run: () => void submit(steer) });
  useCommand('composer.takeBack', 'composer', {
    when: () => text === '' && last !== undefined,
    run: () => void (last && takeBack(head, last)),
  });
  const write = (next: string) => {
    setDraft(head.id, next);
    setProblem(null);
  };

  return (
    <footer className="composer">
      <div className="composer-column">
        {problem && (
          <p role="alert" className="problem">
            {problem}
          </p>
        )}
        <div>
          <QueueChips head={head} />
          <div className="composer-box">
            <textarea
              ref={area}
              rows={1}
              data-scope="composer"
              aria-label={words().prompt}
              placeholder={words().promptHint(agent)}
              value={text}
              onChange={(event) => write(event.currentTarget.value)}
            />
            <div className="composer-bar">
              <span className="composer-agent">@{head.agentId}</span>
              <SessionOptions head={head} />
              <span className="composer-hints">
                <Hints busy={busy} />
              </span>
              {busy && (
                <button
                  type="button"
                  className="send send-stop"
                  aria-label={words().stop}
                  title={words().stop}
                  onClick={() => void stop(head.id)}
                >
                  <Icon of={Square} size={12} />
                </button>
              )}
              <button
                type="button"
                className="send"
                aria-label={busy ? words().queueAction : words().send}
                title={busy ? words().queueAction : words().send}
                disabled={text.trim() === '' || sending}
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
}

function Hints({ busy }: { readonly busy: boolean }) {
  if (busy) {
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

function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text.
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, LINES_MAX * LINE_PX)}px`;
  }, [area, text]);
}
