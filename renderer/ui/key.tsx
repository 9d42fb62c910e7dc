import { useKeysOf } from '../keys/bindings.ts';
import type { CommandId } from '../keys/table.ts';
import { keyText } from './keys.ts';

/** A key as it is written on this machine. It is not read out: what is beside it says what it does. */
export function Key({ of: keys }: { readonly of: string }) {
  return <kbd aria-hidden>{keyText(keys)}</kbd>;
}

/** The present key of a command, nothing when it has none. */
export function KeyOf({ command }: { readonly command: CommandId }) {
  const [bound] = useKeysOf(command);
  return bound ? <Key of={bound.keys} /> : null;
}
