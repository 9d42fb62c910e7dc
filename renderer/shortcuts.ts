import { takeFile, useBindings } from './keys/bindings.ts';
import { dispatch } from './keys/dispatch.ts';
import { type Handler, handlerOf } from './keys/handlers.ts';
import { layers } from './keys/layers.ts';
import { isRecording } from './keys/recording.ts';
import { type Place, scopesOf } from './keys/scopes.ts';
import type { CommandId } from './keys/table.ts';
import { COMMANDS, UNLISTED } from './palette/commands.ts';
import { useSessions } from './stores/sessions.ts';
import { toast } from './stores/toasts.ts';
import { openDialog, useWindow } from './stores/window.ts';
import { IS_MAC } from './ui/keys.ts';
import { words } from './words/words.ts';

/** What can be done from anywhere, by its id. */
const OF_WINDOW: ReadonlyMap<string, Handler> = new Map(
  [...COMMANDS, ...UNLISTED].map((command) => [command.id, command]),
);

const handlerAt = (focus: Element | null) => (id: CommandId, scopes: readonly Place[]) =>
  handlerOf(id, scopes, focus) ?? OF_WINDOW.get(id);

/**
 * The only listener for keys that are bound. It hears them before everything else, so that no part of the window can
 * take one away from a nearer scope.
 */
export function startShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown, { capture: true });
  const forget = followFile();
  return () => {
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    forget();
  };
}

function onKeyDown(event: KeyboardEvent): void {
  if (isRecording() && event.key !== 'Escape') return;
  const target = event.target instanceof Element ? event.target : null;
  const fate = dispatch(event, {
    bindings: useBindings.getState(),
    scopes: scopesOf(target, layers.modal),
    inField: target !== null && isField(target),
    mac: IS_MAC,
    handlerOf: handlerAt(target),
    dismissTop: (scopes) => layers.dismissTop(scopes),
  });
  if (fate === 'left') return;
  event.preventDefault();
  event.stopPropagation();
}

/** Inputs that take no text (boxes, buttons, sliders) take no letters either. */
const NO_TEXT: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

function isField(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !NO_TEXT.has(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}

/** The person's file counts as soon as the host tells; what is wrong with it is said once each time it changes. */
function followFile(): () => void {
  let told: unknown = null;
  const take = () => {
    const file = useSessions.getState().app?.keybindings;
    if (!file || file === told) return;
    // The host says the same again with other news, and after every reconnection.
    const same = JSON.stringify(file) === JSON.stringify(told);
    told = file;
    if (same) return;
    takeFile(file);
    sayProblems();
  };
  take();
  return useSessions.subscribe(take);
}

function sayProblems(): void {
  const { problems } = useBindings.getState();
  const { dialog } = useWindow.getState();
  // They are in sight already.
  if (problems.length === 0 || (dialog?.kind === 'settings' && dialog.page === 'keyboard')) return;
  const show = () => openDialog({ kind: 'settings', page: 'keyboard' });
  toast({ text: words().keyProblems(problems.length), tone: 'fail', action: { label: words().show, run: show } });
}
