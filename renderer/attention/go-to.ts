import { type Attention, byNeed } from '../../protocol/attention.ts';
import { showAside, useAsides } from '../stores/asides.ts';
import { useSessions } from '../stores/sessions.ts';
import { select, useWindow } from '../stores/window.ts';

/** Brings the session before the person; an aside beside the session that it belongs to. */
export function goTo({ session, parent, aside }: Pick<Attention, 'session' | 'parent' | 'aside'>): void {
  if (aside && parent) showAside(parent, session);
  select(aside && parent ? parent : session);
}

/** Whether the person has it before them; an aside while its tab is the one that is open beside its session. */
export function isShown({ session, parent, aside }: Pick<Attention, 'session' | 'parent' | 'aside'>): boolean {
  const { selected } = useWindow.getState();
  if (!aside || !parent) return session === selected;
  return parent === selected && useAsides.getState().shown[parent] === session;
}

/** After what is shown, the next that wants a person; null when no other does. */
export function nextAttention(): Attention | null {
  const wanted = byNeed(useSessions.getState().app?.attention ?? []);
  const after = wanted.findIndex(isShown) + 1;
  return [...wanted.slice(after), ...wanted.slice(0, after)].find((one) => !isShown(one)) ?? null;
}

export function goToNextAttention(): void {
  const next = nextAttention();
  if (next) goTo(next);
}
