import { app, type Session, shell, type WebContents } from 'electron';
import { createLogger } from '../../log/log.ts';
import { isOurs } from './origin.ts';
import { mayUse, outsideUrl } from './permissions.ts';

const log = createLogger('shell/guards');

/** Keeps every page, also those of windows to come, at home: no other page, no new window, no permission but the listed. */
export function guardPages(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(mayUse(permission, details.requestingUrl, details.isMainFrame));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayUse(permission, origin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isOurs(event.url)) return;
    event.preventDefault();
    openOutside(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function openOutside(url: string): void {
  const outside = outsideUrl(url);
  if (outside === undefined) {
    log.warn('a link of a kind that is not opened', { scheme: URL.parse(url)?.protocol });
    return;
  }
  shell.openExternal(outside).catch((error: unknown) => {
    log.warn('the system did not open a link', { reason: String(error) });
  });
}
