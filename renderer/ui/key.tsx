import { keyText } from './keys.ts';

/** The key beside an action. It is not read out: the control says what it does. */
export function Key({ of: keys }: { readonly of: string }) {
  return <kbd aria-hidden>{keyText(keys)}</kbd>;
}
