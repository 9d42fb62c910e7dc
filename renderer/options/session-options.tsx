import type { Head } from '../../protocol/head.ts';
import { sendOrSay } from '../stores/commands.ts';
import { OptionBar } from './option-bar.tsx';

/** What is chosen for a session that is there already. Shows what its host has recorded, so that all windows agree. */
export function SessionOptions({ head }: { readonly head: Head }) {
  const sessionId = head.id;
  return (
    <OptionBar
      options={head.options}
      policy={head.policy}
      onOption={(optionId, value) => void sendOrSay({ type: 'set-option', sessionId, optionId, value })}
      onPolicy={(policy) => void sendOrSay({ type: 'set-policy', sessionId, policy })}
    />
  );
}
