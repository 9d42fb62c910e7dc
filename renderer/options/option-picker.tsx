import { useId } from 'react';
import { type AgentOption, heldValue, type OptionValue } from '../../protocol/option.ts';
import { ChoiceMenu } from './choice-menu.tsx';
import { Pending } from './pending.tsx';

type Props = {
  readonly option: AgentOption;
  readonly label: string;
  onChange(value: OptionValue): void;
};

/** Shows what a person chose last, also while the agent still holds something else. */
export function OptionPicker({ option, label, onChange }: Props) {
  const held = heldValue(option);
  if (option.choice.kind === 'switch') {
    return <Switch option={option} label={label} on={held === true} onChange={onChange} />;
  }
  return (
    <ChoiceMenu
      label={label}
      help={option.description}
      value={String(held)}
      offers={option.choice.offers}
      pending={option.wanted !== null}
      onChange={onChange}
    />
  );
}

function Switch({ option, label, on, onChange }: Props & { readonly on: boolean }) {
  const pendingId = useId();
  const pending = option.wanted !== null;
  return (
    <button
      type="button"
      className="option"
      aria-pressed={on}
      aria-label={label}
      aria-describedby={pending ? pendingId : undefined}
      title={option.description || label}
      onClick={() => onChange(!on)}
    >
      <span className="option-switch" />
      <span className="cut">{label}</span>
      {pending && <Pending id={pendingId} />}
    </button>
  );
}
