import { useState } from 'react';
import type { AgentOption, OptionValue } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { useSessions } from '../stores/sessions.ts';
import { type Choices, lastChoice, takeOffered, withChosen } from './last-choice.ts';

/**
 * What is being chosen for a session of this agent that is not there yet: at first, what was chosen last. What is
 * allowed without a question begins with the person's default each time.
 */
export function useChoices(agent: string, offers: readonly AgentOption[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Choices>>(new Map());
  const [chosenPolicy, setPolicy] = useState<PermissionPolicy | null>(null);
  const usual = useSessions(({ app }) => app?.preferences.policy ?? 'ask');
  const all = chosen.get(agent) ?? lastChoice(agent);
  const choices = takeOffered(all, offers);
  const policy = chosenPolicy ?? usual;
  return {
    choices,
    policy,
    bar: {
      options: withChosen(offers, choices),
      policy,
      onOption: (id: string, value: OptionValue) =>
        setChosen(new Map(chosen).set(agent, { options: { ...all.options, [id]: value } })),
      onPolicy: setPolicy,
    },
  };
}
