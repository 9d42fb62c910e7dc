import { goBack, goForward, openDialog, startNewSession, toggleSidebar, useWindow } from './stores/window.ts';
import { hasMod } from './ui/keys.ts';

/** Keys that count wherever the focus is, unless a dialog has it. */
const ACTIONS: Readonly<Record<string, () => void>> = {
  n: () => startNewSession(),
  b: toggleSidebar,
  ',': () => openDialog({ kind: 'settings', page: 'agents' }),
  '[': goBack,
  ']': goForward,
};

export function onWindowKey(event: KeyboardEvent): void {
  if (!hasMod(event) || event.altKey || event.shiftKey || useWindow.getState().dialog) return;
  const action = ACTIONS[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
}
