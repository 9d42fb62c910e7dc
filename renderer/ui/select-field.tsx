import { Check, ChevronDown } from 'lucide-react';
import { Select } from 'radix-ui';
import { useId } from 'react';
import { Icon } from './icon.tsx';

type Option = { readonly value: string; readonly text: string; readonly hint?: string };
type Props = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  /** Of the trigger, when something else is to find it. */
  readonly id?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  /** What stands around it says to the eye what it is. */
  readonly unseenLabel?: boolean;
  onChange(value: string): void;
};

export function SelectField(props: Props) {
  const { label, value, options, id: own, describedBy, invalid = false, unseenLabel = false, onChange } = props;
  const id = useId();
  return (
    <div className="field-block">
      <span className={unseenLabel ? 'unseen' : 'field-label'} id={id}>
        {label}
      </span>
      <Select.Root value={value} onValueChange={onChange}>
        <Select.Trigger
          id={own}
          className="field select"
          aria-labelledby={id}
          aria-describedby={describedBy}
          aria-invalid={invalid}
        >
          <Select.Value />
          <Select.Icon className="select-icon">
            <Icon of={ChevronDown} size={12} />
          </Select.Icon>
        </Select.Trigger>
        <Select.Portal>
          <Select.Content className="menu" data-scope="menu" position="popper" sideOffset={4}>
            <Select.Viewport>
              {options.map((option) => (
                <Select.Item key={option.value} value={option.value} className="menu-item">
                  <Select.ItemText>{option.text}</Select.ItemText>
                  {option.hint && <span className="menu-hint">{option.hint}</span>}
                  <span className="grow" />
                  <Select.ItemIndicator>
                    <Icon of={Check} size={12} />
                  </Select.ItemIndicator>
                </Select.Item>
              ))}
            </Select.Viewport>
          </Select.Content>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}
