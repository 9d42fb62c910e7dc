import { type RefObject, useEffect, useId, useRef } from 'react';
import { type LayerKind, layers } from './layers.ts';
import { type Place, scopesOf } from './scopes.ts';

/** Makes the component a layer for as long as it is shown. `scope` may be found by where an element is. */
export function useLayer(kind: LayerKind, scope: Place | RefObject<Element | null>, dismiss: () => void): void {
  const id = useId();
  const latest = useRef(dismiss);
  latest.current = dismiss;
  useEffect(() => {
    const place = typeof scope === 'string' ? scope : scopesOf(scope.current, null)[0];
    return layers.register({ id, kind, scope: place ?? 'app', dismiss: () => latest.current() });
  }, [id, kind, scope]);
}

type LayerProps = { readonly kind: LayerKind; readonly scope: Place; dismiss(): void };

/** The same for what is a layer only now and then: it is one while this is drawn. */
export function Layer({ kind, scope, dismiss }: LayerProps): null {
  useLayer(kind, scope, dismiss);
  return null;
}
