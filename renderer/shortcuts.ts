import { COMMANDS, type Command } from './palette/commands.ts';
import { useWindow } from './stores/window.ts';
import { hasMod } from './ui/keys.ts';

/** Commands whose keys count wherever the focus is, by the key that goes with Cmd or Ctrl. */
const BY_KEY: ReadonlyMap<string, Command> = new Map(
  COMMANDS.flatMap((command) =>
    command.key?.scope === 'window' ? [[command.key.keys.replace('Mod+', '').toLowerCase(), command]] : [],
  ),
);

/** An open dialog has the keys. */
export function onWindowKey(event: KeyboardEvent): void {
  if (!hasMod(event) || event.altKey || event.shiftKey || useWindow.getState().dialog) return;
  const command = BY_KEY.get(event.key.toLowerCase());
  if (!command) return;
  event.preventDefault();
  if (command.when?.() ?? true) command.run();
}
