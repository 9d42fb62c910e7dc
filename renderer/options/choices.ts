import { useState } from 'react';
import type { AgentOption, OptionValue } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { type Choices, lastChoice, takeOffered, withChosen } from './last-choice.ts';

/** What is being chosen for a session of this agent that is not there yet: at first, what was chosen last. */
export function useChoices(agent: string, offers: readonly AgentOption[]) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Choices>>(new Map());
  const all = chosen.get(agent) ?? lastChoice(agent);
  const choose = (choices: Choices) => setChosen(new Map(chosen).set(agent, choices));
  const choices = takeOffered(all, offers);
  return {
    choices,
    bar: {
      options: withChosen(offers, choices),
      policy: all.policy,
      onOption: (id: string, value: OptionValue) => choose({ ...all, options: { ...all.options, [id]: value } }),
      onPolicy: (policy: PermissionPolicy) => choose({ ...all, policy }),
    },
  };
}
