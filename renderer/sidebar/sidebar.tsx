import { Archive, PanelLeft, Plus, Search, SlidersHorizontal } from 'lucide-react';
import { useMemo } from 'react';
import { AttentionButton } from '../attention/attention-button.tsx';
import { useAttention, useSessions } from '../stores/sessions.ts';
import { openDialog, startNewSession, togglePalette, toggleSidebar } from '../stores/window.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { KeyOf } from '../ui/key.tsx';
import { words } from '../words/words.ts';
import { groupSessions } from './groups.ts';
import { SessionList } from './session-list.tsx';
import './sidebar.css';

export function Sidebar() {
  const summaries = useSessions((state) => state.summaries);
  const waiting = useAttention().filter(({ kind }) => kind === 'waiting').length;
  const known = useSessions((state) => state.app !== null);
  const groups = useMemo(() => groupSessions(summaries.values()), [summaries]);
  return (
    <aside className="sidebar" aria-label={words().sessions}>
      <header className="sidebar-head">
        <AttentionButton />
        <span className="grow" />
        <IconButton icon={PanelLeft} label={words().hideSidebar} onClick={toggleSidebar} />
        <IconButton icon={Plus} label={words().newSession} onClick={() => startNewSession()} />
      </header>
      <button type="button" className="jump" aria-haspopup="dialog" onClick={togglePalette}>
        <Icon of={Search} />
        <span className="grow cut">{words().jump}</span>
        <KeyOf command="palette.open" />
      </button>
      {known && groups.length === 0 ? (
        <div className="sidebar-empty">
          <h2>{words().sessions}</h2>
          <p>{words().noSessions}</p>
        </div>
      ) : (
        <SessionList groups={groups} />
      )}
      <footer className="sidebar-foot">
        <span className="grow cut">
          {countsOf(
            [...summaries.values()].map((summary) => summary.activity.kind),
            waiting,
          )}
        </span>
        <IconButton small icon={Archive} label={words().shelves} onClick={() => openDialog({ kind: 'shelf' })} />
        <IconButton
          small
          icon={SlidersHorizontal}
          label={words().settings}
          onClick={() => openDialog({ kind: 'settings', page: 'general' })}
        />
      </footer>
    </aside>
  );
}

const RUNNING: ReadonlySet<string> = new Set([
  'starting',
  'waiting',
  'running',
  'awaiting',
  'rate-limited',
  'stopping',
]);

/** Who waits is told of every session; what runs is counted as far as it is known here. */
function countsOf(activities: readonly string[], asking: number): string {
  const running = activities.filter((kind) => RUNNING.has(kind)).length;
  const counts = [running > 0 ? words().running(running) : '', asking > 0 ? words().waiting(asking) : ''];
  return counts.filter((text) => text !== '').join(' · ') || words().nothingRunning;
}
