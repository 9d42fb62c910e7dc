import { Plus } from 'lucide-react';
import { Tabs } from 'radix-ui';
import type { Aside } from '../stores/asides.ts';
import { useSession } from '../stores/family.ts';
import { ActivityGlyph, Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';

/** The tab of an aside that is yet to be asked. */
export const NEW_TAB = 'new';

/** A tab for each aside of a session, and one for the next. */
export function AsideTabs({ asides }: { readonly asides: readonly Aside[] }) {
  return (
    <Tabs.List className="aside-list" aria-label={words().asides}>
      {asides.map((aside, index) => (
        <AsideTab key={aside.id} aside={aside} place={index + 1} />
      ))}
      <Tabs.Trigger className="aside-tab" value={NEW_TAB} aria-label={words().newAside} title={words().newAside}>
        <Icon of={Plus} size={14} />
      </Tabs.Trigger>
    </Tabs.List>
  );
}

function AsideTab({ aside, place }: { readonly aside: Aside; readonly place: number }) {
  const session = useSession(aside.id);
  const known = typeof session === 'object' ? session : null;
  const title = known?.title || words().asideNumber(place);
  return (
    <Tabs.Trigger className="aside-tab" value={aside.id} title={title}>
      {known ? <ActivityGlyph activity={known.activity} /> : <Glyph shape="stale" label={null} />}
      <span className="cut">{title}</span>
    </Tabs.Trigger>
  );
}
