import { GitFork, Pencil, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { Fork, SessionKind } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { PromptItem } from '../../protocol/item.ts';
import { AttachmentList } from '../attachments/attachment-list.tsx';
import { PromptFrame, Sender } from '../children/sender.tsx';
import { startEdit, useEdits } from '../stores/edits.ts';
import { openDialog } from '../stores/window.ts';
import { Markdown } from '../transcript/markdown.tsx';
import { IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { TurnSpent } from '../usage/turn-spent.tsx';
import { clockTime } from '../words/times.ts';
import { words } from '../words/words.ts';
import { forkFrom } from './actions.ts';
import { BranchSwitcher } from './branch-switcher.tsx';
import { PromptEditor } from './prompt-editor.tsx';
import './branches.css';

type Props = {
  readonly item: PromptItem;
  readonly sessionId: SessionId;
  readonly kind: SessionKind;
  /** Whether it is known when it was sent. */
  readonly timed: boolean;
  /** Changes with what the turn has used; null while it is not over. */
  readonly spent: string | null;
  /** Why nothing can be begun at this moment; null when it can. */
  readonly barred: 'native' | 'running' | 'rolling-back' | 'fetching' | null;
  /** The turn's siblings, when it has any. */
  readonly fork: Fork | undefined;
};

/** What a person asked, or the agent of another session, and what can be done about it afterwards. */
export const Prompt = memo(function Prompt({ item, sessionId, kind, timed, barred, spent, fork }: Props) {
  const editing = useEdits(({ edits }) => edits[sessionId]?.turn === item.turn);
  const text = item.text.head + item.text.tail;
  const { from } = item;
  return (
    <PromptFrame from={from}>
      <div className="prompt-by">
        {from === undefined ? <b>{words().you}</b> : <Sender id={from} />}
        {timed && <time>{clockTime(item.at)}</time>}
        {fork && <BranchSwitcher sessionId={sessionId} fork={fork} turn={item.turn} disabled={barred !== null} />}
        <span className="grow" />
        {!editing && <Actions item={item} text={text} sessionId={sessionId} kind={kind} barred={barred} />}
        <TurnSpent sessionId={sessionId} turn={item.turn} version={spent} />
      </div>
      {editing ? (
        <PromptEditor sessionId={sessionId} turn={item.turn} />
      ) : (
        <>
          {text !== '' && <Markdown text={text} growing={false} mentions />}
          <AttachmentList attachments={item.attachments ?? []} />
        </>
      )}
    </PromptFrame>
  );
});

const WHY = {
  native: () => words().onlyItsAgent,
  running: () => words().notWhileRunning,
  'rolling-back': () => words().notWhileRollingBack,
  fetching: () => words().notWhileFetching,
} as const;

type ActionsProps = Omit<Props, 'fork' | 'spent' | 'timed'> & { readonly text: string };

function Actions({ item, text, sessionId, kind, barred }: ActionsProps) {
  const why = barred && WHY[barred]();
  const named = (label: string) => ({ label, title: barred ? `${label} · ${why}` : label, disabled: barred !== null });
  return (
    <span className="prompt-actions">
      {kind !== 'side' && (
        <IconButton
          small
          icon={Pencil}
          {...named(words().editPrompt)}
          onClick={() =>
            startEdit(sessionId, { turn: item.turn, order: item.order, text, attachments: item.attachments ?? [] })
          }
        />
      )}
      <CopyButton text={() => text} />
      {kind === 'main' && (
        <>
          <IconButton
            small
            icon={GitFork}
            {...named(words().forkFrom)}
            onClick={() => void forkFrom(sessionId, item.turn)}
          />
          <IconButton
            small
            icon={Undo2}
            label={words().rollBackTo}
            disabled={barred === 'rolling-back' || barred === 'fetching'}
            onClick={() => openDialog({ kind: 'rollback', sessionId, turnId: item.turn })}
          />
        </>
      )}
    </span>
  );
}
