import { create } from 'zustand';
import type { Attachment } from '../../protocol/attachment.ts';
import { type ItemId, SessionId, type TurnId } from '../../protocol/ids.ts';
import type { SessionWorktree } from '../../protocol/worktree.ts';

const THEME_KEY = 'skein.theme';
const MOTION_KEY = 'skein.motion';
const SIDEBAR_KEY = 'skein.sidebar';
const SELECTED_KEY = 'skein.selected';
/** Below this the panel lies over the transcript, so it is opened only when asked for. */
export const NARROW_PX = 1080;
/** Steps that Back can take. */
const TRAIL_MAX = 50;

export type Theme = 'system' | 'light' | 'dark';
export type Motion = 'system' | 'reduced';
/** The one dialog that is open; the palette may lie over it. */
export type Dialog =
  | {
      readonly kind: 'new-session';
      readonly prompt: string;
      readonly agentId: string | null;
      readonly folder: string | null;
    }
  /** An output that is too long for its card; `key` as in `sessions.blob`. */
  | { readonly kind: 'output'; readonly sessionId: SessionId; readonly itemId: ItemId; readonly key: string }
  | { readonly kind: 'attachment'; readonly attachment: Attachment }
  /** What taking turns back would take; `turnId` null: the whole conversation. */
  | { readonly kind: 'rollback'; readonly sessionId: SessionId; readonly turnId: TurnId | null }
  /** What deleting a session leaves on the disk. */
  | {
      readonly kind: 'delete';
      readonly sessionId: SessionId;
      readonly title: string;
      readonly worktrees: readonly SessionWorktree[];
    }
  /** What was begun with an agent elsewhere; `agentId` null: with the first one. */
  | { readonly kind: 'take-over'; readonly agentId: string | null }
  /** What the tree of a session may take. */
  | { readonly kind: 'budget'; readonly sessionId: SessionId }
  /** What is to be done to several sessions of a tree, in this order. */
  | { readonly kind: 'many'; readonly action: 'stop' | 'archive'; readonly ids: readonly SessionId[] }
  /** Archived and deleted sessions. */
  | { readonly kind: 'shelf' }
  | { readonly kind: 'settings'; readonly page: SettingsPage };
export type SettingsPage = 'general' | 'agents' | 'permissions' | 'notifications' | 'usage' | 'keyboard' | 'about';

type WindowState = {
  readonly selected: SessionId | null;
  readonly past: readonly (SessionId | null)[];
  readonly future: readonly (SessionId | null)[];
  readonly dialog: Dialog | null;
  readonly palette: boolean;
  /** The session whose title is edited above its transcript. */
  readonly renaming: SessionId | null;
  readonly sidebar: boolean;
  readonly panel: boolean;
  readonly theme: Theme;
  readonly motion: Motion;
};

/** What this window shows; private to it. */
export const useWindow = create<WindowState>()(() => ({
  selected: SessionId.safeParse(sessionStorage.getItem(SELECTED_KEY)).data ?? null,
  past: [],
  future: [],
  dialog: null,
  palette: false,
  renaming: null,
  sidebar: localStorage.getItem(SIDEBAR_KEY) !== 'hidden',
  panel: window.innerWidth > NARROW_PX,
  theme: themeOf(localStorage.getItem(THEME_KEY)),
  motion: localStorage.getItem(MOTION_KEY) === 'reduced' ? 'reduced' : 'system',
}));

function themeOf(value: string | null): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Shows a session, or the start page for null. */
export function select(id: SessionId | null): void {
  const { selected, past } = useWindow.getState();
  if (id === selected) return;
  show(id, { past: [...past, selected].slice(-TRAIL_MAX), future: [] });
}

export function goBack(): void {
  const { selected, past, future } = useWindow.getState();
  const to = past.at(-1);
  if (to !== undefined) show(to, { past: past.slice(0, -1), future: [selected, ...future] });
}

export function goForward(): void {
  const { selected, past, future } = useWindow.getState();
  const to = future[0];
  if (to !== undefined) show(to, { past: [...past, selected], future: future.slice(1) });
}

function show(id: SessionId | null, trail: Pick<WindowState, 'past' | 'future'>): void {
  useWindow.setState({ selected: id, renaming: null, ...trail });
  if (id === null) sessionStorage.removeItem(SELECTED_KEY);
  else sessionStorage.setItem(SELECTED_KEY, id);
}

export const openDialog = (dialog: Dialog) => useWindow.setState({ dialog });
export const closeDialog = () => useWindow.setState({ dialog: null });
export const togglePalette = () => useWindow.setState(({ palette }) => ({ palette: !palette }));
export const closePalette = () => useWindow.setState({ palette: false });
export const startNewSession = (prompt = '', agentId: string | null = null, folder: string | null = null) =>
  openDialog({ kind: 'new-session', prompt, agentId, folder });

export const startRenaming = (id: SessionId) => useWindow.setState({ renaming: id });
export const endRenaming = () => useWindow.setState({ renaming: null });

export function toggleSidebar(): void {
  const sidebar = !useWindow.getState().sidebar;
  useWindow.setState({ sidebar });
  localStorage.setItem(SIDEBAR_KEY, sidebar ? 'shown' : 'hidden');
}

export const togglePanel = () => useWindow.setState(({ panel }) => ({ panel: !panel }));

export function setTheme(theme: Theme): void {
  useWindow.setState({ theme });
  localStorage.setItem(THEME_KEY, theme);
  applyLook();
}

export function setMotion(motion: Motion): void {
  useWindow.setState({ motion });
  localStorage.setItem(MOTION_KEY, motion);
  applyLook();
}

/** `data-theme` and `data-motion` force one; without them the system decides. */
export function applyLook(): void {
  const { theme, motion } = useWindow.getState();
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  if (motion === 'system') delete dataset.motion;
  else dataset.motion = motion;
}
