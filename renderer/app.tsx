import { AttachmentViewer } from './attachments/attachment-viewer.tsx';
import { Banners } from './banners.tsx';
import { RollbackDialog } from './branches/rollback-dialog.tsx';
import { BudgetDialog } from './budget/budget-dialog.tsx';
import { Denied } from './denied.tsx';
import { Palette } from './palette/palette.tsx';
import { SessionPage } from './session/session-page.tsx';
import { Settings } from './settings/settings.tsx';
import { DeleteDialog } from './sidebar/delete-dialog.tsx';
import { ShelfDialog } from './sidebar/shelf-dialog.tsx';
import { Sidebar } from './sidebar/sidebar.tsx';
import { NewSession } from './start/new-session.tsx';
import { StartPage } from './start/start-page.tsx';
import { useLanguage } from './stores/language.ts';
import { useLink } from './stores/link.ts';
import { useSessions } from './stores/sessions.ts';
import { type Dialog, useWindow } from './stores/window.ts';
import { TakeOverDialog } from './take-over/take-over-dialog.tsx';
import { ManyDialog } from './tree/many-dialog.tsx';
import { TreeDock } from './tree/tree-panel.tsx';
import { Broken } from './ui/broken.tsx';
import { Toaster } from './ui/toaster.tsx';
import { OutputViewer } from './viewer/output-viewer.tsx';

export function App() {
  const link = useLink();
  const language = useLanguage((state) => state.spoken);
  const selected = useWindow((state) => state.selected);
  const sidebar = useWindow((state) => state.sidebar);
  const dialog = useWindow((state) => state.dialog);
  const palette = useWindow((state) => state.palette);
  const told = useSessions((state) => state.app !== null);
  if (link.kind === 'denied') return <Denied reason={link.reason} />;
  return (
    <Broken>
      {/* Another language draws all of it anew; a dialog is drawn again by itself, and keeps the focus. */}
      <div key={language} className="app" aria-busy={!told}>
        {sidebar && <Sidebar />}
        <div className="stage">
          <div className="page">
            <Banners />
            {selected ? <SessionPage key={selected} id={selected} /> : <StartPage />}
          </div>
          {selected && <TreeDock current={selected} />}
        </div>
      </div>
      {dialog && <CurrentDialog dialog={dialog} />}
      {palette && <Palette />}
      {/* An open dialog has the focus and the pointer, so it shows them itself. */}
      {!dialog && !palette && <Toaster />}
    </Broken>
  );
}

function CurrentDialog({ dialog }: { readonly dialog: Dialog }) {
  if (dialog.kind === 'settings') return <Settings page={dialog.page} />;
  if (dialog.kind === 'take-over') return <TakeOverDialog agentId={dialog.agentId} />;
  if (dialog.kind === 'budget') return <BudgetDialog sessionId={dialog.sessionId} />;
  if (dialog.kind === 'many') return <ManyDialog {...dialog} />;
  if (dialog.kind === 'shelf') return <ShelfDialog />;
  if (dialog.kind === 'delete') return <DeleteDialog {...dialog} />;
  if (dialog.kind === 'rollback') return <RollbackDialog {...dialog} />;
  if (dialog.kind === 'attachment') return <AttachmentViewer attachment={dialog.attachment} />;
  if (dialog.kind === 'output') return <OutputViewer place={dialog} />;
  return <NewSession agentId={dialog.agentId} prompt={dialog.prompt} folder={dialog.folder} />;
}
