import { isNeed } from '../../protocol/attention.ts';
import { useSessions } from '../stores/sessions.ts';
import { words } from '../words/words.ts';

/** How many sessions need a person: in the title of the window, and on the icon of the app where there is one. */
export function startBadge(): void {
  let shown = 0;
  useSessions.subscribe(({ app }, before) => {
    if (app?.attention === before.app?.attention) return;
    const needs = app?.attention.filter(isNeed).length ?? 0;
    if (needs === shown) return;
    shown = needs;
    document.title = needs === 0 ? words().app : words().titleWithCount(needs);
    if ('setAppBadge' in navigator) void navigator.setAppBadge(needs).catch(ignoreUnsupported);
  });
}

/** A page that is not installed has no icon to put a number on. */
function ignoreUnsupported(): void {}
