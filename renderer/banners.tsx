import { HardDrive } from 'lucide-react';
import { useLink } from './stores/link.ts';
import { useSessions } from './stores/sessions.ts';
import { Glyph } from './ui/glyph.tsx';
import { Icon } from './ui/icon.tsx';
import { words } from './words/words.ts';

/** What is wrong with everything at once: the host is away, or its disk takes nothing. */
export function Banners() {
  const away = useLink((link) => link.kind === 'connecting');
  const app = useSessions((state) => state.app);
  return (
    <div role="status">
      {away && app && (
        <p className="banner">
          <Glyph shape="stale" label={null} />
          {words().reconnecting}
        </p>
      )}
      {app?.disk.kind === 'failing' && (
        <p className="banner banner-fail">
          <Icon of={HardDrive} />
          {words().diskFailing(app.disk.message)}
        </p>
      )}
    </div>
  );
}
