import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, dialog, protocol, safeStorage, shell } from 'electron';
import type { OpenedHost } from './host.ts';
import { dataPath } from './shell/data-path.ts';
import { findLink, LinkInbox } from './shell/electron/links.ts';
import { SCHEME } from './shell/electron/origin.ts';
import { outFolder } from './shell/out-folder.ts';

// Electron becomes ready only after this module has been evaluated: nothing in it may wait for that, and all that
// must be said before is said here, in order.
const args = process.argv.slice(1);
const { values } = parseArgs({ args, options: { 'data-dir': { type: 'string' } }, strict: false });
const asked = values['data-dir'];
const dataFolder = dataPath(typeof asked === 'string' ? asked : undefined, {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
const links = new LinkInbox();

app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  {
    scheme: SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
]);
// The lock is kept per folder of the browser's own data, so each data folder has one window, and two have two.
const browserFolder = join(dataFolder, 'browser');
mkdirSync(browserFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', browserFolder);
app.on('open-url', (event, url) => {
  event.preventDefault();
  links.put(findLink([url]));
});

if (app.requestSingleInstanceLock({ args })) {
  app.on('second-instance', (_event, _argv, _cwd, data) => links.put(findLink(argsOf(data))));
  links.put(findLink(args));
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit(); // the first one shows its window; nothing else may be loaded here
}

async function start(): Promise<void> {
  const [{ openHost }, { createLogger }, cipher] = await Promise.all([
    import('./app.ts'),
    import('./log/log.ts'),
    import('./shell/electron/key-store.ts').then(({ cipherOf }) => cipherOf(safeStorage, process.platform)),
  ]);
  const log = createLogger('electron');
  // A message that is not one of ours rejects inside the transport; it must not end the agents.
  process.on('unhandledRejection', (reason) => log.error('a promise was rejected unseen', { reason: String(reason) }));
  const opened = await openHost({ dataFolder, shell: 'desktop', cipher });
  if (opened.kind !== 'opened') {
    await explain(opened);
    app.quit();
    return;
  }
  const [{ createRouter }, { createUpgrade }, { openDesktop }, { systemClock }] = await Promise.all([
    import('./api.ts'),
    import('./shell/electron/upgrade.ts'),
    import('./shell/electron/desktop.ts'),
    import('./clock.ts'),
  ]);
  const { host } = opened;
  const upgrade = createUpgrade(createRouter(host));
  openDesktop({ host, clock: systemClock, links, dataFolder, out: outFolder(import.meta.dirname), upgrade });
}

/** Without a window nobody would see that it runs: it says why, and ends. */
function giveUp(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  dialog.showErrorBox('Skein cannot start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

/** A host that serves browsers may have the folder: then its window can be opened there. */
async function explain(opened: Exclude<OpenedHost, { kind: 'opened' }>): Promise<void> {
  if (opened.kind === 'refused') {
    dialog.showErrorBox('Skein cannot start', opened.message);
    return;
  }
  const [{ askForAddress }, { takenLine }, { systemClock }] = await Promise.all([
    import('./shell/web/join.ts'),
    import('./shell/web/words.ts'),
    import('./clock.ts'),
  ]);
  const address = opened.holder ? await askForAddress(opened.holder, systemClock) : undefined;
  if (address === undefined) dialog.showErrorBox('Skein cannot start', takenLine(dataFolder, opened.holder));
  else await shell.openExternal(address);
}

/** What another process of the app sent. Anyone who can start it can send anything. */
function argsOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'args' in data ? data.args : undefined;
}
