import { Folder } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import type { Item } from '../../protocol/item.ts';
import { shortened } from '../stores/sessions.ts';
import { DiffView } from '../transcript/diff-view.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { AskHead, type Asking, askName } from './ask-head.tsx';
import { Answers, useAnswerKeys } from './permission-answers.tsx';

type Props = { readonly head: Head; readonly items: readonly Item[]; readonly asking: Asking };

/** The oldest open question, docked above the composer so that scrolling never hides it. */
export function PermissionDock({ head, items, asking }: Props) {
  const request = head.requests[0];
  useAnswerKeys(head, request);
  if (!request) return null;
  const asked = items.findLast((item) => item.id === request.item);
  return (
    <div className="dock">
      <section className="ask" aria-label={askName(asking, words().wantsTo)}>
        <AskHead {...asking} does={request.command === null ? words().wantsTo : words().wantsToRun} />
        <pre className="ask-command">{request.command ?? request.title}</pre>
        <Diffs item={asked} />
        <p className="ask-place">
          <Icon of={Folder} />
          <code>{shortened(request.folder)}</code>
          <span>·</span>
          <span>@{head.agentId}</span>
        </p>
        {request.scope && isOfTree(head) && <p className="ask-rule">{words().alwaysInTree(head.agentId)}</p>}
        <Answers head={head} request={request} folder={shortened(request.scope?.folder ?? '')} />
      </section>
    </div>
  );
}

const isOfTree = ({ relationship, children }: Head) => relationship?.kind === 'subagent' || children.length > 0;

function Diffs({ item }: { readonly item: Item | undefined }) {
  const diffs = item?.kind === 'tool' ? item.parts.filter((part) => part.type === 'diff') : [];
  return (
    <div className="ask-diffs">
      {diffs.map((diff) => (
        <DiffView key={diff.path} diff={diff} />
      ))}
    </div>
  );
}
