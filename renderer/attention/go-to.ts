import { type Attention, byNeed } from '../../protocol/attention.ts';
import { showAside } from '../stores/asides.ts';
import { useSessions } from '../stores/sessions.ts';
import { select, useWindow } from '../stores/window.ts';

/** Brings the session before the person; an aside beside the session that it belongs to. */
export function goTo({ session, parent, aside }: Pick<Attention, 'session' | 'parent' | 'aside'>): void {
  if (aside && parent) showAside(parent, session);
  select(aside && parent ? parent : session);
}

/** After the one that is shown, the next that wants a person; null when no other does. */
export function nextAttention(): Attention | null {
  const { selected } = useWindow.getState();
  const wanted = byNeed(useSessions.getState().app?.attention ?? []);
  const shown = wanted.findIndex(({ session }) => session === selected);
  const next = wanted[(shown + 1) % wanted.length];
  return next && next.session !== selected ? next : null;
}

export function goToNextAttention(): void {
  const next = nextAttention();
  if (next) goTo(next);
}
