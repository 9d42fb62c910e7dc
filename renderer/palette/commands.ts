import {
  ChevronLeft,
  ChevronRight,
  ListTodo,
  type LucideIcon,
  PanelLeft,
  Pencil,
  Plus,
  Search,
  SlidersHorizontal,
  Square,
  SunMoon,
  Trash2,
} from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import { isActive } from '../../protocol/turn.ts';
import { deleteSession, stop } from '../stores/commands.ts';
import { useViews } from '../stores/views.ts';
import {
  goBack,
  goForward,
  openDialog,
  type SettingsPage,
  setTheme,
  startNewSession,
  startRenaming,
  type Theme,
  togglePanel,
  toggleSidebar,
  useWindow,
} from '../stores/window.ts';
import { words } from '../words/words.ts';

/** Something that a person can have the window do, by its name or by its key. */
export type Command = {
  /** Never changes: what is written about a command elsewhere names it so. */
  readonly id: string;
  readonly icon: LucideIcon;
  /** As the palette says it now: a switch is called after what it would do. */
  name(): string;
  /** Null: it has none. */
  readonly key: Key | null;
  /** False while it cannot be done; absent when it always can. */
  when?(): boolean;
  run(): void;
};

/** `keys` is written as `Mod+N`. Outside `scope` the key does not count; who has the scope listens for it. */
type Key = { readonly keys: string; readonly scope: 'window' | 'composer' | 'sessions' };

const inWindow = (keys: string): Key => ({ keys, scope: 'window' });

/** The session that is shown, as far as it is known and not deleted. */
function shownHead(): Head | null {
  const { selected } = useWindow.getState();
  const view = selected ? useViews.getState().views[selected] : undefined;
  if (!view || view.kind === 'waiting' || view.state.head.deletedAt !== null) return null;
  return view.state.head;
}

function canStop(): boolean {
  const turn = shownHead()?.turn ?? null;
  return isActive(turn) && turn.phase.kind !== 'stopping';
}

const withShown = (act: (head: Head) => void) => () => {
  const head = shownHead();
  if (head) act(head);
};

/** All commands of the window, in the order in which the palette shows them. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'palette.open',
    icon: Search,
    name: () => words().jump,
    key: inWindow('Mod+K'),
    when: () => useWindow.getState().dialog === null,
    run: () => openDialog({ kind: 'palette' }),
  },
  {
    id: 'turn.stop',
    icon: Square,
    name: () => words().stopTurn,
    key: { keys: 'Mod+.', scope: 'composer' },
    when: canStop,
    run: withShown((head) => void stop(head.id)),
  },
  {
    id: 'session.new',
    icon: Plus,
    name: () => words().newSession,
    key: inWindow('Mod+N'),
    run: () => startNewSession(),
  },
  {
    id: 'session.rename',
    icon: Pencil,
    name: () => words().renameThisSession,
    key: { keys: 'F2', scope: 'sessions' },
    when: () => shownHead() !== null,
    run: withShown((head) => startRenaming(head.id)),
  },
  {
    id: 'trail.back',
    icon: ChevronLeft,
    name: () => words().back,
    key: inWindow('Mod+['),
    when: () => useWindow.getState().past.length > 0,
    run: goBack,
  },
  {
    id: 'trail.forward',
    icon: ChevronRight,
    name: () => words().forward,
    key: inWindow('Mod+]'),
    when: () => useWindow.getState().future.length > 0,
    run: goForward,
  },
  {
    id: 'sidebar.toggle',
    icon: PanelLeft,
    name: () => (useWindow.getState().sidebar ? words().hideSidebar : words().showSidebar),
    key: inWindow('Mod+B'),
    run: toggleSidebar,
  },
  {
    id: 'plan.toggle',
    icon: ListTodo,
    name: () => (useWindow.getState().panel ? words().hidePanel : words().showPanel),
    key: null,
    when: () => (shownHead()?.plan ?? null) !== null,
    run: togglePanel,
  },
  settingsCommand('agents', () => words().agents, inWindow('Mod+,')),
  settingsCommand('appearance', () => words().appearance, null),
  settingsCommand('about', () => words().about, null),
  themeCommand('system'),
  themeCommand('light'),
  themeCommand('dark'),
  {
    id: 'session.delete',
    icon: Trash2,
    name: () => words().deleteThisSession,
    key: { keys: 'Del', scope: 'sessions' },
    when: () => shownHead() !== null,
    run: withShown((head) => void deleteSession(head.id, head.title.text || words().untitled)),
  },
];

function settingsCommand(page: SettingsPage, name: () => string, key: Key | null): Command {
  return {
    id: `settings.${page}`,
    icon: SlidersHorizontal,
    name: () => words().settingsPage(name()),
    key,
    run: () => openDialog({ kind: 'settings', page }),
  };
}

function themeCommand(theme: Theme): Command {
  return {
    id: `theme.${theme}`,
    icon: SunMoon,
    name: () => words().themeCommand(words().theme(theme)),
    key: null,
    when: () => useWindow.getState().theme !== theme,
    run: () => setTheme(theme),
  };
}
