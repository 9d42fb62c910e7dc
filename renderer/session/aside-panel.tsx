import { PanelRightClose } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { type RefObject, useEffect, useRef } from 'react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { KeyArea } from '../keys/handlers.ts';
import { useLayer } from '../keys/use-layer.ts';
import { hideAsides, showAside, useAsidesOf } from '../stores/asides.ts';
import { useSession } from '../stores/family.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';
import { AsideComposer } from './aside-composer.tsx';
import { AsideTabs, NEW_TAB } from './aside-tabs.tsx';
import { AsideView } from './aside-view.tsx';
import { useNarrow } from './narrow.ts';
import './aside-panel.css';

type Props = {
  readonly parent: Head;
  /** Null: one that is yet to be asked. */
  readonly shown: SessionId | null;
  readonly agent: string;
};

/** What is asked beside the conversation: one aside at a time, and a tab for each of the others. */
export function AsidePanel({ parent, shown, agent }: Props) {
  const panel = useRef<HTMLElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const asides = useAsidesOf(parent.id);
  // It may have been closed in another window.
  const aside = asides.find(({ id }) => id === shown) ?? null;
  const gone = useSession(aside?.id ?? null) === 'missing';
  const tab = aside?.id ?? NEW_TAB;
  const choose = (value: string) => showAside(parent.id, asides.find(({ id }) => id === value)?.id ?? null);
  useLayer('panel', useNarrow() ? 'app' : 'panel', () => hideAsides(parent.id));
  useFocusMeanwhile(area);
  return (
    <KeyArea value={panel}>
      <aside ref={panel} className="panel aside-panel" data-scope="panel" aria-label={words().asides}>
        <header className="panel-head">
          <h2>{words().asides}</h2>
          <span className="grow" />
          <IconButton small icon={PanelRightClose} label={words().hideAsides} onClick={() => hideAsides(parent.id)} />
        </header>
        <Tabs.Root className="aside-tabs" value={tab} onValueChange={choose}>
          {asides.length > 0 && <AsideTabs asides={asides} />}
          <Tabs.Content className="aside-body" value={tab} tabIndex={-1}>
            {aside ? (
              <AsideView key={aside.id} aside={aside} gone={gone} agent={agent} />
            ) : (
              <p className="aside-empty">{words().asideEmpty(agent)}</p>
            )}
            <AsideComposer parent={parent.id} aside={aside?.id ?? null} gone={gone} area={area} />
          </Tabs.Content>
        </Tabs.Root>
      </aside>
    </KeyArea>
  );
}

/** Takes the focus while it is shown, unless somebody is writing elsewhere, and gives it back to what had it. */
function useFocusMeanwhile(area: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    if (!(before instanceof HTMLTextAreaElement)) area.current?.focus();
    return () => {
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, [area]);
}
