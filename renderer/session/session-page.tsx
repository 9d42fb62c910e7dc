import type { Followed } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { Composer } from '../composer/composer.tsx';
import { StartPage } from '../start/start-page.tsx';
import { useLink } from '../stores/link.ts';
import { useAgent } from '../stores/sessions.ts';
import { useView } from '../stores/views.ts';
import { useWindow } from '../stores/window.ts';
import { Transcript } from '../transcript/transcript.tsx';
import { words } from '../words/words.ts';
import { PermissionDock } from './permission-dock.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { TopBar } from './top-bar.tsx';

export function SessionPage({ id }: { readonly id: SessionId }) {
  const view = useView(id);
  if (view.kind === 'waiting') {
    return (
      <>
        <TopBar title={null} />
        <main className="session-loading" aria-busy>
          {words().loading}
        </main>
      </>
    );
  }
  if (view.state.head.deletedAt !== null) return <StartPage />;
  return <ShownSession view={view} />;
}

function ShownSession({ view }: { readonly view: Exclude<Followed, { readonly kind: 'waiting' }> }) {
  const { head, window } = view.state;
  const agent = useAgent(head.agentId)?.name ?? head.agentId;
  const panel = useWindow((shown) => shown.panel);
  const away = useLink((link) => link.kind !== 'open');
  return (
    <>
      <TopBar title={head} hasPlan={head.plan !== null} />
      <div className={`session${away ? ' session-stale' : ''}`}>
        <main className="session-main">
          <Transcript view={view} agent={agent} />
          <PermissionDock head={head} items={window.items} agent={agent} />
          <Composer head={head} agent={agent} />
        </main>
        {panel && head.plan && <PlanPanel plan={head.plan} />}
      </div>
    </>
  );
}
