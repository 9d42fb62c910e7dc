import type { Place } from './scopes.ts';

/** What Escape takes away, in the order in which it does. */
export const LAYER_KINDS = ['suggestions', 'title', 'hover', 'popover', 'dialog', 'panel'] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];

export type Layer = {
  readonly id: string;
  readonly kind: LayerKind;
  /** Escape reaches the layer while the focus is inside this part of the window. */
  readonly scope: Place;
  dismiss(): void;
};

/** What lies over something else and can be dismissed, in the order in which it came. */
export class Layers {
  readonly #stack: Layer[] = [];

  /** The answer takes the layer off, wherever it is by then. */
  register(layer: Layer): () => void {
    this.#stack.push(layer);
    return () => {
      const at = this.#stack.indexOf(layer);
      if (at >= 0) this.#stack.splice(at, 1);
    };
  }

  /** The one that Escape dismisses when the focus is inside these scopes; of one kind it is the newest. */
  top(scopes: readonly Place[]): Layer | undefined {
    const reached = this.#stack.filter((layer) => scopes.includes(layer.scope));
    return LAYER_KINDS.map((kind) => reached.findLast((layer) => layer.kind === kind)).find(Boolean);
  }

  /** False when there is none: then Escape belongs to what has the focus. */
  dismissTop(scopes: readonly Place[]): boolean {
    const layer = this.top(scopes);
    layer?.dismiss();
    return layer !== undefined;
  }

  /** Everything of these kinds, newest first: the window goes somewhere else. */
  dismissAll(kinds: readonly LayerKind[] = LAYER_KINDS): void {
    for (const layer of this.#stack.toReversed()) if (kinds.includes(layer.kind)) layer.dismiss();
  }

  /** The scope of the newest dialog. */
  get modal(): Place | null {
    return this.#stack.findLast(({ kind }) => kind === 'dialog')?.scope ?? null;
  }
}

/** Those of this window. */
export const layers = new Layers();
