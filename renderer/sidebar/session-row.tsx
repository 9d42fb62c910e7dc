import { ContextMenu } from 'radix-ui';
import { memo } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Summary } from '../../protocol/summary.ts';
import { useAsksBelow } from '../asks/waiting.ts';
import { sendOrSay } from '../stores/commands.ts';
import { useAgent } from '../stores/sessions.ts';
import { select } from '../stores/window.ts';
import { AgentSquare } from '../ui/agent-square.tsx';
import { ActivityGlyph, Glyph } from '../ui/glyph.tsx';
import { MenuItems } from '../ui/menu.tsx';
import { useMinute } from '../ui/now.ts';
import { TitleInput } from '../ui/title-input.tsx';
import { ago } from '../words/times.ts';
import { words } from '../words/words.ts';
import { sessionEntries } from './session-entries.ts';
import { useStopEntries } from './stop-entries.ts';

type Props = {
  readonly id: string;
  readonly summary: Summary;
  readonly place: number;
  readonly all: number;
  readonly selected: boolean;
  readonly renaming: boolean;
  onRename(id: SessionId | null): void;
};

const CALM: ReadonlySet<string> = new Set(['idle', 'finished', 'stopped']);

export const SessionRow = memo(function SessionRow(props: Props) {
  const { id, summary, place, all, selected, renaming, onRename } = props;
  const now = useMinute();
  const agent = useAgent(summary.agentId);
  const asksBelow = useAsksBelow(summary.id);
  const title = summary.title || words().untitled;
  const unread = summary.unread && !selected;
  const calm = !unread && CALM.has(summary.activity.kind) ? ' session-row-calm' : '';
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger asChild>
        {/* biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and walks its options. */}
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys. */}
        <div
          id={id}
          role="option"
          aria-selected={selected}
          aria-posinset={place}
          aria-setsize={all}
          className={`session-row${calm}${unread ? ' session-row-unread' : ''}`}
          onClick={() => select(summary.id)}
          onDoubleClick={() => onRename(summary.id)}
        >
          <ActivityGlyph activity={summary.activity} />
          {renaming ? (
            <TitleInput
              title={summary.title}
              onDone={(text) => {
                onRename(null);
                if (text !== null) void sendOrSay({ type: 'rename', sessionId: summary.id, title: text });
              }}
            />
          ) : (
            <span className="session-name cut grow">{title}</span>
          )}
          {unread && (
            <span className="unread-dot">
              <span className="unseen">{words().unread}</span>
            </span>
          )}
          {asksBelow > 0 && (
            <span className="session-asks" title={words().asksBelow(asksBelow)}>
              <Glyph shape="ask" label={words().asksBelow(asksBelow)} />
              <span aria-hidden>{asksBelow}</span>
            </span>
          )}
          <span className="session-time">{ago(summary.updatedAt, now)}</span>
          <AgentSquare id={summary.agentId} name={agent?.name ?? summary.agentId} />
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" data-scope="menu">
          <RowMenu summary={summary} onRename={onRename} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
});

/** It is there only while it is open. */
function RowMenu({ summary, onRename }: Pick<Props, 'summary' | 'onRename'>) {
  const entries = [...useStopEntries(summary), ...sessionEntries(summary, () => onRename(summary.id))];
  return <MenuItems of={ContextMenu} entries={entries} />;
}
