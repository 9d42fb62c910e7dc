import { ChevronLeft, ChevronRight, ListTodo, PanelLeft } from 'lucide-react';
import { memo } from 'react';
import type { Head } from '../../protocol/head.ts';
import { BudgetMeter } from '../budget/budget-meter.tsx';
import { BackgroundButton } from '../children/background-button.tsx';
import { nameOf } from '../sidebar/groups.ts';
import { sendOrSay } from '../stores/commands.ts';
import {
  endRenaming,
  goBack,
  goForward,
  startRenaming,
  togglePanel,
  toggleSidebar,
  useWindow,
} from '../stores/window.ts';
import { TreeButton } from '../tree/tree-button.tsx';
import { IconButton } from '../ui/button.tsx';
import { TitleInput } from '../ui/title-input.tsx';
import { Meter } from '../usage/meter.tsx';
import { words } from '../words/words.ts';
import { AsideButton } from './aside-button.tsx';
import { Breadcrumb } from './breadcrumb.tsx';
import { SessionMenu } from './session-menu.tsx';
import './session.css';

type Props = { readonly title: Head | null; readonly hasPlan?: boolean };

/** `title` null: no session is shown. */
export const TopBar = memo(function TopBar({ title, hasPlan = false }: Props) {
  const sidebar = useWindow((state) => state.sidebar);
  const panel = useWindow((state) => state.panel);
  const past = useWindow((state) => state.past.length);
  const future = useWindow((state) => state.future.length);
  return (
    <header className="top-bar">
      <div className="top-start">
        {!sidebar && <IconButton icon={PanelLeft} label={words().showSidebar} onClick={toggleSidebar} />}
        <IconButton icon={ChevronLeft} label={words().back} disabled={past === 0} onClick={goBack} />
        <IconButton icon={ChevronRight} label={words().forward} disabled={future === 0} onClick={goForward} />
      </div>
      <div className="top-middle">
        {title && <Breadcrumb head={title} />}
        {title && <SessionTitle key={title.id} head={title} />}
      </div>
      <div className="top-end">
        {title && <BudgetMeter head={title} />}
        {title && <Meter head={title} />}
        {title && <AsideButton parent={title.id} />}
        {title && <BackgroundButton head={title} />}
        {title && <TreeButton head={title} />}
        {hasPlan && (
          <IconButton
            icon={ListTodo}
            label={panel ? words().hidePanel : words().showPanel}
            aria-pressed={panel}
            onClick={togglePanel}
          />
        )}
        {title && <SessionMenu head={title} />}
      </div>
    </header>
  );
});

function SessionTitle({ head }: { readonly head: Head }) {
  const editing = useWindow((state) => state.renaming === head.id);
  const done = (text: string | null) => {
    endRenaming();
    if (text !== null) void sendOrSay({ type: 'rename', sessionId: head.id, title: text });
  };
  return (
    <>
      {editing ? (
        <TitleInput title={head.title.text} onDone={done} />
      ) : (
        <h1 className="session-title">
          <button type="button" className="cut" title={words().rename} onClick={() => startRenaming(head.id)}>
            {head.title.text || words().untitled}
          </button>
        </h1>
      )}
      <span className="chip cut" title={head.folder}>
        {nameOf(head.folder)}
      </span>
    </>
  );
}
