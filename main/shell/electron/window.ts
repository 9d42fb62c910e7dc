import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { BrowserWindow, dialog, screen } from 'electron';
import { createLogger } from '../../log/log.ts';
import { START_URL } from './origin.ts';
import { MIN_HEIGHT, MIN_WIDTH, parseWindowState, placeWindow } from './window-state.ts';

const log = createLogger('shell/window');

export type WindowOptions = {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** The file that remembers where the window was. */
  readonly stateFile: string;
};

/** Windows that have had something to show. */
const painted = new WeakSet<BrowserWindow>();

/** Opens the window where it was last, and shows it when it has something to show. */
export function openWindow({ preload, stateFile }: WindowOptions): BrowserWindow {
  const state = existsSync(stateFile) ? parseWindowState(readFileSync(stateFile, 'utf8')) : undefined;
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { maximized, ...place } = placeWindow(state, screens);
  const window = new BrowserWindow({
    ...place,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'Skein',
    autoHideMenuBar: true,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  window.once('ready-to-show', () => {
    painted.add(window);
    if (maximized) window.maximize();
    window.show();
  });
  window.on('close', () => remember(window, stateFile));
  reportTrouble(window);
  void window.loadURL(START_URL).catch((error: unknown) => {
    log.error('the window could not be loaded', { reason: String(error) });
    if (window.isDestroyed()) return;
    painted.add(window);
    window.show(); // an empty window can at least be closed
  });
  return window;
}

/** It may be hidden behind others or in the dock. One that is still loading comes by itself. */
export function bringToFront(window: BrowserWindow): void {
  if (!painted.has(window)) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function remember(window: BrowserWindow, stateFile: string): void {
  try {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writeFileSync(stateFile, JSON.stringify(state), { mode: 0o600 });
  } catch (error) {
    log.warn('the place of the window was not remembered', { reason: String(error) });
  }
}

function reportTrouble(window: BrowserWindow): void {
  window.webContents.on('preload-error', (_event, _path, error) => {
    log.error('the preload failed', { error: error.stack });
    dialog.showErrorBox('Skein cannot show its window', `A part of it failed to load: ${error.message}`);
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    log.error('the window crashed', { reason });
    void offerReload(window);
  });
}

async function offerReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'The window stopped working',
    detail: 'The agents are still running and nothing of their work is lost.',
    buttons: ['Reload', 'Close the window'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
