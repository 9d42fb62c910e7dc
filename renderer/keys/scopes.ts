/** Where a key can count, outermost first. `everywhere` is the app and its dialogs. */
export const SCOPES = ['everywhere', 'app', 'sidebar', 'transcript', 'panel', 'composer', 'dialog'] as const;
export type Scope = (typeof SCOPES)[number];

/** Parts of the window that have keys of their own but take no others: an open menu, the palette. */
export type Place = Scope | 'palette' | 'menu';

/** Inside these, nothing outside counts but what counts everywhere. */
const MODAL: ReadonlySet<Place> = new Set(['dialog', 'palette']);
/** The field itself: what is typed there may be bound in it, but not around it. */
export const FIELD_SCOPE: Scope = 'composer';

export const isScope = (name: string): name is Scope => SCOPES.some((scope) => scope === name);

/** Whether a key of `outer` counts where the focus is inside `inner`. */
export function contains(outer: Scope, inner: Scope): boolean {
  if (outer === inner || outer === 'everywhere') return true;
  return outer === 'app' && inner !== 'dialog' && inner !== 'everywhere';
}

/**
 * The scopes of an element, innermost first, by the marks that its ancestors carry. `modal` is the dialog that is open:
 * while the focus is on its way there, the keys are its own already.
 */
export function scopesOf(element: Element | null, modal: Place | null): readonly Place[] {
  const marked: Place[] = [];
  for (let at = element?.closest('[data-scope]'); at; at = at.parentElement?.closest('[data-scope]')) {
    const place = at.getAttribute('data-scope');
    if (place === null || !isPlace(place)) continue;
    marked.push(place);
    // An open menu keeps all of its keys.
    if (place === 'menu') return marked;
    if (MODAL.has(place)) return [...marked, 'everywhere'];
  }
  return modal ? [modal, 'everywhere'] : [...marked, 'app', 'everywhere'];
}

const isPlace = (name: string): name is Place => isScope(name) || name === 'palette' || name === 'menu';
