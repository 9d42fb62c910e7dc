import { ulid } from 'ulid';

const KEY = 'skein.window';

/** What this window calls itself, so that it knows its own answers again, also after it was loaded anew. */
export const OWN_WINDOW: string = ownWindow();

function ownWindow(): string {
  const known = sessionStorage.getItem(KEY) ?? ulid();
  sessionStorage.setItem(KEY, known);
  return known;
}
