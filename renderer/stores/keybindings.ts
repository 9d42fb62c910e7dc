import type { KeybindingsChange } from '../../protocol/keybindings.ts';
import { words } from '../words/words.ts';
import { asked } from './asked.ts';
import type { Answer } from './commands.ts';
import { host } from './link.ts';

/** Has the host change the person's file. What it says then comes with the rest of the app. */
export const changeKeys = (change: KeybindingsChange): Promise<Answer> =>
  asked(() => host().keybindings.change(change), words().keybindingsRefusal);
