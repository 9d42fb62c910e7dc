import {
  Bell,
  Gauge,
  Info,
  Keyboard as KeyboardIcon,
  type LucideIcon,
  Shield,
  SlidersHorizontal,
  TerminalSquare,
} from 'lucide-react';
import { closeDialog, openDialog, type SettingsPage } from '../stores/window.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { About } from './about.tsx';
import { Agents } from './agents.tsx';
import { General } from './general.tsx';
import { Keyboard } from './keyboard.tsx';
import { Notifications } from './notifications.tsx';
import { Permissions } from './permissions.tsx';
import { Usage } from './usage.tsx';
import './settings.css';

const PAGES: readonly { readonly page: SettingsPage; readonly icon: LucideIcon; name(): string }[] = [
  { page: 'general', icon: SlidersHorizontal, name: () => words().general },
  { page: 'agents', icon: TerminalSquare, name: () => words().agents },
  { page: 'permissions', icon: Shield, name: () => words().permissions },
  { page: 'notifications', icon: Bell, name: () => words().notifications },
  { page: 'usage', icon: Gauge, name: () => words().usage },
  { page: 'keyboard', icon: KeyboardIcon, name: () => words().keyboard },
  { page: 'about', icon: Info, name: () => words().about },
];

export function Settings({ page }: { readonly page: SettingsPage }) {
  return (
    <Dialog wide title={words().settings} onClose={closeDialog}>
      <div className="settings">
        <nav className="settings-nav" aria-label={words().settings}>
          {PAGES.map((one) => (
            <button
              key={one.page}
              type="button"
              className="settings-tab"
              aria-current={one.page === page ? 'page' : undefined}
              onClick={() => openDialog({ kind: 'settings', page: one.page })}
            >
              <Icon of={one.icon} />
              {one.name()}
            </button>
          ))}
        </nav>
        <div key={page} className="settings-page">
          {page === 'general' && <General />}
          {page === 'agents' && <Agents />}
          {page === 'permissions' && <Permissions />}
          {page === 'notifications' && <Notifications />}
          {page === 'usage' && <Usage />}
          {page === 'keyboard' && <Keyboard />}
          {page === 'about' && <About />}
        </div>
      </div>
    </Dialog>
  );
}
