import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  BellRing,
  ChevronLeft,
  ChevronRight,
  Coins,
  Eraser,
  Import,
  ListTodo,
  ListTree,
  type LucideIcon,
  MessageCircleQuestionMark,
  PanelLeft,
  Paperclip,
  Pencil,
  Plus,
  SlidersHorizontal,
  Square,
  SquareStack,
  SunMoon,
  Trash2,
} from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import { isActive } from '../../protocol/turn.ts';
import { goToNextAttention, nextAttention } from '../attention/go-to.ts';
import { type Handler, handlerOf } from '../keys/handlers.ts';
import type { CommandId } from '../keys/table.ts';
import type { Way } from '../pills/level.ts';
import { goWay, whereTo } from '../pills/ways.ts';
import { groupSessions } from '../sidebar/groups.ts';
import { hideAsides, showAsides, useAsides } from '../stores/asides.ts';
import { busyBelowNow } from '../stores/busy-below.ts';
import { deleteSession, stop, stopTree } from '../stores/commands.ts';
import { useSessions } from '../stores/sessions.ts';
import { toggleTree, useTreePanel } from '../stores/tree-panel.ts';
import { useViews } from '../stores/views.ts';
import {
  goBack,
  goForward,
  openDialog,
  type SettingsPage,
  select,
  setTheme,
  startNewSession,
  startRenaming,
  type Theme,
  togglePalette,
  togglePanel,
  toggleSidebar,
  useWindow,
} from '../stores/window.ts';
import { isInTree } from '../tree/tree-button.tsx';
import { words } from '../words/words.ts';

/** Something that a person can have the window do from anywhere, by its name or by its key. */
export type Command = Handler & {
  readonly id: CommandId;
  readonly icon: LucideIcon;
  /** As the palette says it now: a switch is called after what it would do. */
  name(): string;
};

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

/** How many sessions below the one that is shown are at work. */
function busyBelow(): number {
  const head = shownHead();
  return head ? busyBelowNow(head) : 0;
}

/** Something was said, in a session that is its own. */
const canClear = (head: Head | null): boolean => head !== null && head.kind === 'main' && head.turn !== null;

const inTree = (head: Head | null): boolean => head !== null && isInTree(head);

/** Whether the asides of a session are in sight. */
const isOpen = (head: Head | null) => head !== null && useAsides.getState().shown[head.id] !== undefined;

const withShown = (act: (head: Head) => void) => () => {
  const head = shownHead();
  if (head) act(head);
};

/** The composer that is shown chooses the files. */
const picker = () => handlerOf('composer.attach', ['app'], null);

/** What the palette shows, in its order. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'turn.stop',
    icon: Square,
    name: () => (busyBelow() > 0 ? words().stopOnly : words().stopTurn),
    when: canStop,
    run: withShown((head) => void stop(head.id)),
  },
  {
    id: 'turn.stopTree',
    icon: SquareStack,
    name: () => (canStop() ? words().stopTree(busyBelow()) : words().stopBelow(busyBelow())),
    when: () => busyBelow() > 0,
    run: withShown((head) => void stopTree(head.id)),
  },
  {
    id: 'session.new',
    icon: Plus,
    name: () => words().newSession,
    run: () => startNewSession(),
  },
  {
    id: 'session.takeOver',
    icon: Import,
    name: () => words().commandName('session.takeOver'),
    run: () => openDialog({ kind: 'take-over', agentId: null }),
  },
  {
    id: 'session.rename',
    icon: Pencil,
    name: () => words().renameThisSession,
    when: () => shownHead() !== null,
    run: withShown((head) => startRenaming(head.id)),
  },
  {
    id: 'attention.next',
    icon: BellRing,
    name: () => words().commandName('attention.next'),
    when: () => nextAttention() !== null,
    run: goToNextAttention,
  },
  {
    id: 'trail.back',
    icon: ChevronLeft,
    name: () => words().back,
    when: () => useWindow.getState().past.length > 0,
    run: goBack,
  },
  {
    id: 'trail.forward',
    icon: ChevronRight,
    name: () => words().forward,
    when: () => useWindow.getState().future.length > 0,
    run: goForward,
  },
  {
    id: 'sidebar.toggle',
    icon: PanelLeft,
    name: () => (useWindow.getState().sidebar ? words().hideSidebar : words().showSidebar),
    run: toggleSidebar,
  },
  {
    id: 'plan.toggle',
    icon: ListTodo,
    name: () => (useWindow.getState().panel ? words().hidePanel : words().showPanel),
    when: () => (shownHead()?.plan ?? null) !== null,
    run: togglePanel,
  },
  {
    id: 'tree.toggle',
    icon: ListTree,
    name: () => (useTreePanel.getState().open ? words().hideTree : words().showTree),
    when: () => inTree(shownHead()),
    run: toggleTree,
  },
  wayCommand('next', ArrowRight),
  wayCommand('previous', ArrowLeft),
  wayCommand('up', ArrowUp),
  wayCommand('down', ArrowDown),
  {
    id: 'aside.toggle',
    icon: MessageCircleQuestionMark,
    name: () => (isOpen(shownHead()) ? words().hideAsides : words().askAside),
    when: () => shownHead() !== null,
    run: withShown((head) => (isOpen(head) ? hideAsides(head.id) : showAsides(head.id))),
  },
  {
    id: 'budget.open',
    icon: Coins,
    name: () => words().commandName('budget.open'),
    when: () => shownHead() !== null,
    run: withShown((head) => openDialog({ kind: 'budget', sessionId: head.id })),
  },
  {
    id: 'composer.attach',
    icon: Paperclip,
    name: () => words().attachFiles,
    when: () => picker() !== undefined,
    run: () => picker()?.run(),
  },
  settingsCommand('general', () => words().general),
  settingsCommand('agents', () => words().agents),
  settingsCommand('permissions', () => words().permissions),
  settingsCommand('notifications', () => words().notifications),
  settingsCommand('usage', () => words().usage),
  settingsCommand('keyboard', () => words().keyboard),
  settingsCommand('about', () => words().about),
  themeCommand('system'),
  themeCommand('light'),
  themeCommand('dark'),
  {
    id: 'session.clear',
    icon: Eraser,
    name: () => words().commandName('session.clear'),
    when: () => canClear(shownHead()),
    run: withShown((head) => openDialog({ kind: 'rollback', sessionId: head.id, turnId: null })),
  },
  {
    id: 'session.delete',
    icon: Trash2,
    name: () => words().deleteThisSession,
    when: () => shownHead() !== null,
    run: withShown((head) => void deleteSession(head.id, head.title.text || words().untitled)),
  },
];

function wayCommand(way: Way, icon: LucideIcon): Command {
  return {
    id: `tree.${way}`,
    icon,
    name: () => words().commandName(`tree.${way}`),
    when: () => whereTo(way) !== undefined,
    run: () => goWay(way),
  };
}

function settingsCommand(page: SettingsPage, name: () => string): Command {
  return {
    id: `settings.${page}`,
    icon: SlidersHorizontal,
    name: () => words().settingsPage(name()),
    run: () => openDialog({ kind: 'settings', page }),
  };
}

function themeCommand(theme: Theme): Command {
  return {
    id: `theme.${theme}`,
    icon: SunMoon,
    name: () => words().themeCommand(words().theme(theme)),
    when: () => useWindow.getState().theme !== theme,
    run: () => setTheme(theme),
  };
}

/** What has a key but no line in the palette: itself, and sessions, each of which has a line of its own. */
export const UNLISTED: readonly (Handler & { readonly id: CommandId })[] = [
  { id: 'palette.open', run: togglePalette },
  ...([1, 2, 3, 4, 5, 6, 7, 8, 9] as const).map(nthCommand),
];

function nthCommand(nth: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9): Handler & { readonly id: CommandId } {
  return {
    id: `session.nth.${nth}`,
    when: () => nthSession(nth) !== undefined,
    run() {
      const id = nthSession(nth);
      if (id) select(id);
    },
  };
}

/** By its place in the list, counted from 1. */
function nthSession(nth: number): SessionId | undefined {
  const groups = groupSessions(useSessions.getState().summaries.values());
  return groups.flatMap((group) => group.sessions)[nth - 1]?.id;
}
