import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  type MessageBoxOptions,
  type MessagePortMain,
  powerMonitor,
  protocol,
  session,
} from 'electron';
import type { PortMarker } from '../../../protocol/bridge.ts';
import type { Clock } from '../../clock.ts';
import type { Host } from '../../host.ts';
import { createLogger } from '../../log/log.ts';
import { guardPages } from './guards.ts';
import type { LinkInbox } from './links.ts';
import { menuTemplate } from './menu.ts';
import { SCHEME } from './origin.ts';
import { isOurFrame } from './permissions.ts';
import { Ports } from './ports.ts';
import { servePage } from './protocol.ts';
import { Quit, quitQuestion } from './quit.ts';
import { bringToFront, openWindow } from './window.ts';

export type DesktopOptions = {
  readonly host: Host;
  readonly clock: Clock;
  readonly links: LinkInbox;
  readonly dataFolder: string;
  /** The folder of what was built. */
  readonly out: string;
  /** Serves the contract on a port. */
  upgrade(port: MessagePortMain): void;
};

const PORT_MARKER: PortMarker = 'skein:port';
const log = createLogger('shell/desktop');

/** The window of the app and all that is around it. To be called once, when Electron is ready. */
export function openDesktop(options: DesktopOptions): void {
  const { host, clock, links, out } = options;
  let window: BrowserWindow | undefined;
  const ports = new Ports<MessagePortMain>(options.upgrade);
  const quit = new Quit({
    clock,
    isBusy: () => host.sessions.busyCount() > 0,
    confirm: () => confirmQuit(host.sessions.busyCount(), window),
    async stop() {
      ports.close();
      await host
        .close()
        .catch((error: unknown) => log.error('the host did not end in order', { error: String(error) }));
    },
    quit: () => app.quit(),
  });
  const show = () => {
    if (window) bringToFront(window);
    else window = createWindow(options, ports, quit, () => (window = undefined));
  };

  guardPages(session.defaultSession);
  protocol.handle(SCHEME, (request) => servePage(join(out, 'renderer'), request));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)));
  ipcMain.on(PORT_MARKER, (event) => {
    const fromUs = isOurFrame(event.senderFrame); // first: the frame may be gone a moment later
    const [port] = event.ports;
    if (!port) return;
    if (fromUs && event.sender === window?.webContents) ports.accept(event.sender.id, port);
    else port.close();
  });
  followQuit(quit);
  app.on('activate', show);
  show();
  links.open(() => show()); // a link fills something in and never acts; until something takes it, it shows the window
}

function createWindow(options: DesktopOptions, ports: Ports<MessagePortMain>, quit: Quit, gone: () => void) {
  const window = openWindow({
    preload: join(options.out, 'preload', 'index.cjs'),
    stateFile: join(options.dataFolder, 'window.json'),
  });
  const { id } = window.webContents; // it cannot be asked any more when the window is gone
  window.webContents.on('render-process-gone', () => ports.drop(id));
  window.on('close', (event) => {
    // Elsewhere than on a Mac the app ends with its window, and must be able to ask before the window is gone.
    if (process.platform === 'darwin' || quit.quitting) return;
    event.preventDefault();
    app.quit();
  });
  window.on('session-end', () => quit.insist());
  window.on('closed', () => {
    ports.drop(id);
    gone();
  });
  return window;
}

function followQuit(quit: Quit): void {
  powerMonitor.on('shutdown', () => quit.insist());
  app.on('before-quit', (event) => quit.beforeQuit(event));
  app.on('will-quit', (event) => quit.willQuit(event));
  // Without a listener the app would quit by itself; on a Mac it goes on without a window, elsewhere `close` has quit.
  app.on('window-all-closed', () => {});
}

async function confirmQuit(busy: number, window: BrowserWindow | undefined): Promise<boolean> {
  const question: MessageBoxOptions = {
    type: 'question',
    ...quitQuestion(busy),
    buttons: ['Quit', 'Cancel'],
    cancelId: 1,
  };
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return response === 0;
}
