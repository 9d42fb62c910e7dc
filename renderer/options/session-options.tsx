import type { Head } from '../../protocol/head.ts';
import { sendOrSay } from '../stores/commands.ts';
import { useSession } from '../stores/family.ts';
import { words } from '../words/words.ts';
import type { Inheriting } from './inheriting.ts';
import { OptionBar } from './option-bar.tsx';

/** What is chosen for a session that is there already. Shows what its host has recorded, so that all windows agree. */
export function SessionOptions({ head }: { readonly head: Head }) {
  const sessionId = head.id;
  return (
    <OptionBar
      options={head.options}
      policy={head.policy}
      inheriting={useInheriting(head)}
      onOption={(optionId, value) => void sendOrSay({ type: 'set-option', sessionId, optionId, value })}
      onPolicy={(policy) => void sendOrSay({ type: 'set-policy', sessionId, policy })}
    />
  );
}

/** Undefined for a session that nothing is above, or as long as nobody knows what that allows. */
function useInheriting({ id, relationship, policyInherited }: Head): Inheriting | undefined {
  const parent = useSession(relationship?.parent ?? null);
  if (relationship === null || parent === 'asking' || parent === 'missing') return undefined;
  return {
    parent: parent.title || words().untitled,
    policy: parent.policy,
    held: policyInherited,
    onInherit: () => void sendOrSay({ type: 'inherit-policy', sessionId: id }),
  };
}
