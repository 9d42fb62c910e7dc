import type { AgentOption, OptionValue } from '../../protocol/option.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { words } from '../words/words.ts';
import type { Inheriting } from './inheriting.ts';
import { OptionPicker } from './option-picker.tsx';
import { PolicyPicker } from './policy-picker.tsx';
import './options.css';

type Props = {
  readonly options: readonly AgentOption[];
  readonly policy: PermissionPolicy;
  readonly inheriting?: Inheriting | undefined;
  onOption(id: string, value: OptionValue): void;
  onPolicy(policy: PermissionPolicy): void;
};

/** All that may be chosen for a session: what its agent offers, and what it may do without a question. */
export function OptionBar({ options, policy, inheriting, onOption, onPolicy }: Props) {
  return (
    <fieldset className="option-bar" aria-label={words().sessionOptions}>
      {options.map((option) => (
        <OptionPicker
          key={option.id}
          option={option}
          label={labelOf(option, options)}
          onChange={(value) => onOption(option.id, value)}
        />
      ))}
      <PolicyPicker policy={policy} inheriting={inheriting} onChange={onPolicy} />
    </fieldset>
  );
}

/** Our word for what is known; the agent's own name for what is not, and where our word would stand for two. */
function labelOf(option: AgentOption, options: readonly AgentOption[]): string {
  const { category, name } = option;
  if (category === 'other' || option.choice.kind === 'switch') return name;
  if (options.filter((other) => other.category === category).length > 1) return name;
  const said = words();
  return { mode: said.optionMode, model: said.optionModel, effort: said.optionEffort }[category];
}
