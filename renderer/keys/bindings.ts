import { create } from 'zustand';
import { IS_MAC } from '../ui/keys.ts';
import { type Press, pressedAs, strokesOf } from './pressed.ts';
import { type Bindings, type BoundKeys, resolve } from './resolve.ts';
import type { CommandId } from './table.ts';

const NO_FILE = { bindings: [], problems: [] };

/** The keys as they are now: those of the table until the host has told what the person's file says. */
export const useBindings = create<Bindings>()(() => resolve(NO_FILE, IS_MAC));

export const takeFile = (file: Parameters<typeof resolve>[0]) => useBindings.setState(resolve(file, IS_MAC), true);

const NO_KEYS: readonly BoundKeys[] = [];

export const useKeysOf = (id: CommandId): readonly BoundKeys[] =>
  useBindings((bindings) => bindings.keys.get(id) ?? NO_KEYS);

/** Whether a press is one of the keys of a command, wherever those count. */
export function isBoundTo(id: CommandId, press: Press): boolean {
  const pressed = strokesOf(press).map((stroke) => pressedAs(stroke, IS_MAC));
  const maps = [...useBindings.getState().commands.values()];
  return maps.some((commands) => pressed.some((one) => commands.get(one) === id));
}
