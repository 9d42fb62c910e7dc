import type { Handler } from './handlers.ts';
import { isComposing, isTyped, type Press, pressedAs, strokesOf } from './pressed.ts';
import type { Bindings } from './resolve.ts';
import { FIELD_SCOPE, isScope, type Place } from './scopes.ts';
import type { CommandId } from './table.ts';

/** What a press meets. */
export type Around = {
  readonly bindings: Bindings;
  /** Of the focus, innermost first. */
  readonly scopes: readonly Place[];
  /** A text field has the focus. */
  readonly inField: boolean;
  readonly mac: boolean;
  handlerOf(id: CommandId, scopes: readonly Place[]): Handler | undefined;
  /** Whether there was a layer to dismiss. */
  dismissTop(scopes: readonly Place[]): boolean;
};

/**
 * `taken`: nobody else gets the press. `left`: it goes to what has the focus. A key that is bound while its command
 * cannot be done is taken all the same when it is held with a modifier: the browser has other plans with it.
 */
export type Fate = 'taken' | 'left';

/** What becomes of a press: the innermost scope that has it decides. */
export function dispatch(press: Press & { readonly repeat: boolean }, around: Around): Fate {
  if (isComposing(press)) return 'left';
  if (isEscape(press)) return around.dismissTop(around.scopes) ? 'taken' : 'left';
  let known = false;
  for (const id of commandsOf(press, around)) {
    const handler = around.handlerOf(id, around.scopes);
    known = true;
    if (!handler || !(handler.when?.() ?? true)) continue;
    // Held down it goes on coming, and a switch would flicker.
    if (!press.repeat) handler.run();
    return 'taken';
  }
  return known && isHeld(press) ? 'taken' : 'left';
}

/** Commands that the press is bound to, innermost scope first. What is typed into a field belongs to the field. */
function commandsOf(press: Press, { bindings, scopes, inField, mac }: Around): readonly CommandId[] {
  const typed = inField && isTyped(press, mac);
  if (typed && scopes[0] !== FIELD_SCOPE) return [];
  const presses = strokesOf(press).map((stroke) => pressedAs(stroke, mac));
  return (typed ? scopes.slice(0, 1) : scopes).flatMap((scope) => {
    if (!isScope(scope)) return [];
    const found = presses.map((pressed) => bindings.commands.get(scope)?.get(pressed)).find(Boolean);
    return found ? [found] : [];
  });
}

const isEscape = (press: Press) => press.key === 'Escape' && !isHeld(press) && !press.shiftKey;
const isHeld = (press: Press) => press.ctrlKey || press.altKey || press.metaKey;
