import { isDefinedError, safe } from '@orpc/client';
import type { KeybindingsChange } from '../../protocol/keybindings.ts';
import { words } from '../words/words.ts';
import type { Answer } from './commands.ts';
import { Disconnected, host } from './link.ts';

/** Has the host change the person's file. What it says then comes with the rest of the app. */
export async function changeKeys(change: KeybindingsChange): Promise<Answer> {
  try {
    const { error } = await safe(host().keybindings.change(change));
    if (!error) return { ok: true };
    return { ok: false, why: isDefinedError(error) ? words().keybindingsRefusal(error.data) : words().hostBroke };
  } catch (error) {
    if (error instanceof Disconnected) return { ok: false, why: words().notConnected };
    throw error;
  }
}
