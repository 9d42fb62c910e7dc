import type { Followed } from '../../protocol/follow.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { AsksDock } from '../asks/asks-dock.tsx';
import { DropZone } from '../attachments/drop-zone.tsx';
import { Composer } from '../composer/composer.tsx';
import { PillBar } from '../pills/pill-bar.tsx';
import { StartPage } from '../start/start-page.tsx';
import { useAsides } from '../stores/asides.ts';
import { useLink } from '../stores/link.ts';
import { useAgent } from '../stores/sessions.ts';
import { useTreePanel } from '../stores/tree-panel.ts';
import { followAgain, useFailed, useView } from '../stores/views.ts';
import { useWindow } from '../stores/window.ts';
import { FetchDock } from '../take-over/fetch-dock.tsx';
import { Transcript } from '../transcript/transcript.tsx';
import { isInTree } from '../tree/tree-button.tsx';
import { Button } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { AsidePanel } from './aside-panel.tsx';
import { DeletedChild } from './deleted-child.tsx';
import { useLookedAt } from './looked-at.ts';
import { PlanPanel } from './plan-panel.tsx';
import { TopBar } from './top-bar.tsx';

export function SessionPage({ id }: { readonly id: SessionId }) {
  const view = useView(id);
  const failed = useFailed(id);
  if (view.kind === 'waiting') {
    return (
      <>
        <TopBar title={null} />
        <PillBar shown={id} />
        {failed ? <Failed id={id} /> : <Loading />}
      </>
    );
  }
  const { head } = view.state;
  if (head.deletedAt === null) return <ShownSession view={view} />;
  return head.relationship ? <DeletedChild head={head} parent={head.relationship.parent} /> : <StartPage />;
}

const Loading = () => (
  <main className="session-loading" aria-busy>
    {words().loading}
  </main>
);

/** The bar above it goes on working: the others may well be told. */
const Failed = ({ id }: { readonly id: SessionId }) => (
  <main className="session-loading">
    <p>{words().sessionFailed}</p>
    <Button onClick={() => followAgain(id)}>{words().retry}</Button>
  </main>
);

function ShownSession({ view }: { readonly view: Exclude<Followed, { readonly kind: 'waiting' }> }) {
  const { head, window } = view.state;
  useLookedAt(head);
  const agent = useAgent(head.agentId)?.name ?? head.agentId;
  const tree = useTreePanel((state) => state.open) && isInTree(head);
  const panel = useWindow((shown) => shown.panel) && !tree;
  const aside = useAsides((state) => state.shown[head.id]);
  const away = useLink((link) => link.kind !== 'open');
  return (
    <>
      <TopBar title={head} hasPlan={head.plan !== null && !tree} />
      <PillBar shown={head.id} />
      <div className={`session${away ? ' session-stale' : ''}`}>
        <DropZone sessionId={head.id} className="session-main">
          <Transcript view={view} agent={agent} />
          <AsksDock key={head.id} head={head} items={window.items} agent={agent} />
          <FetchDock head={head} agent={agent} />
          <Composer head={head} agent={agent} />
        </DropZone>
        {aside !== undefined && <AsidePanel parent={head} shown={aside} agent={agent} />}
        {aside === undefined && panel && head.plan && <PlanPanel plan={head.plan} />}
      </div>
    </>
  );
}
