import { pressedAs } from './pressed.ts';
import type { Bindings } from './resolve.ts';
import { contains, SCOPES, type Scope } from './scopes.ts';
import { parseKeys, type Stroke } from './stroke.ts';
import { type CommandId, ownKeys, scopeOf } from './table.ts';

/** Another command that has a key already. In the same scope it would lose it; else the inner scope decides. */
export type Rival = { readonly id: CommandId; readonly scope: Scope; readonly loses: boolean };

/** Who else has this key where it would count. */
export function rivalsOf(
  bindings: Bindings,
  id: CommandId,
  scope: Scope,
  stroke: Stroke,
  mac: boolean,
): readonly Rival[] {
  const pressed = pressedAs(stroke, mac);
  return SCOPES.flatMap((other): readonly Rival[] => {
    if (!contains(scope, other) && !contains(other, scope)) return [];
    const rival = bindings.commands.get(other)?.get(pressed);
    return rival && rival !== id ? [{ id: rival, scope: other, loses: other === scope }] : [];
  });
}

/** Who was given the own key of a command that has none now; undefined when it was not given away. */
export function takerOf(bindings: Bindings, id: CommandId, mac: boolean): CommandId | undefined {
  const own = ownKeys(id, mac);
  if (own === null || bindings.changed.has(id) || bindings.keys.has(id)) return undefined;
  const stroke = parseKeys(own);
  return stroke.ok ? bindings.commands.get(scopeOf(id))?.get(pressedAs(stroke.value, mac)) : undefined;
}
