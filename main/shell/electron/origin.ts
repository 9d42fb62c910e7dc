/** One fixed place for the window: what it stores is kept under this origin, so it never changes. */
export const SCHEME = 'app';
export const HOST = 'skein';
export const START_URL = `${SCHEME}://${HOST}/`;

/** Whether a URL or an origin is the window's own. Node calls the origin of such a URL 'null', so its parts count. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST;
}
