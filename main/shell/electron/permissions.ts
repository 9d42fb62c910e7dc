import { isOurs } from './origin.ts';

/** What a page of ours may do beside showing itself. Without it no copy button works. */
const ALLOWED: readonly string[] = ['clipboard-sanitized-write', 'notifications'];

/** What may be handed to the system's browser or mail program. Anything else could start a program of another kind. */
const OUTSIDE_SCHEMES: readonly string[] = ['https:', 'http:', 'mailto:'];

export function mayUse(permission: string, origin: string, isMainFrame: boolean): boolean {
  return ALLOWED.includes(permission) && isMainFrame && isOurs(origin);
}

/** The URL to open outside, spelled as a parser read it, or undefined when it is of a kind that is not opened. */
export function outsideUrl(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed && OUTSIDE_SCHEMES.includes(parsed.protocol) ? parsed.href : undefined;
}

/** The part of a frame that says who it is. */
export type Frame = { readonly url: string; readonly parent: object | null };

/** Whether a message came from the window itself. A frame is null once it has navigated or is gone. */
export function isOurFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && isOurs(frame.url);
}
