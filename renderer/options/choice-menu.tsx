import { Check, ChevronDown, type LucideIcon } from 'lucide-react';
import { Select } from 'radix-ui';
import { useId } from 'react';
import type { Offer } from '../../protocol/option.ts';
import { Icon } from '../ui/icon.tsx';
import { words } from '../words/words.ts';
import { Pending } from './pending.tsx';

type Props = {
  /** What is chosen here. The button shows only the value; this is read out before it. */
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly offers: readonly Offer[];
  readonly pending?: boolean;
  readonly icon?: LucideIcon;
  /** Draws the eye: what is held is not the careful choice. */
  readonly marked?: boolean;
  /** What is held says more than one thing, and the last of it counts. */
  readonly wide?: boolean;
  onChange(value: string): void;
  /** The menu is closed and the button has the focus again. */
  onClosed?(): void;
};

/** A quiet button that says what is chosen and opens what else there is. */
export function ChoiceMenu(props: Props) {
  const { label, help, value, offers, pending = false, icon, marked = false, wide = false, onChange, onClosed } = props;
  const pendingId = useId();
  const held = offers.findIndex((offer) => offer.value === value);
  const name = offers[held]?.name ?? value;
  const choose = (place: string) => {
    const offer = offers[Number(place)];
    if (offer) onChange(offer.value);
  };
  return (
    <Select.Root value={String(held)} onValueChange={choose}>
      <Select.Trigger
        className={`option${marked ? ' option-marked' : ''}${wide ? ' option-wide' : ''}`}
        aria-label={words().chosenOf(label, name)}
        aria-describedby={pending ? pendingId : undefined}
        title={help || words().chosenOf(label, name)}
      >
        {icon && <Icon of={icon} size={12} />}
        <span className="cut">{name}</span>
        {pending && <Pending id={pendingId} />}
        <Icon of={ChevronDown} size={12} />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content
          className="menu option-menu"
          data-scope="menu"
          position="popper"
          sideOffset={4}
          onCloseAutoFocus={onClosed}
        >
          <Select.Viewport>
            {grouped(offers).map((group) => (
              <Select.Group key={group.first}>
                {group.name && <Select.Label className="option-group">{group.name}</Select.Label>}
                {group.offers.map((offer, index) => (
                  <OfferItem key={offer.value} offer={offer} place={group.first + index} />
                ))}
              </Select.Group>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}

/** Known by its place: the value is the agent's own and may be empty, which stands for nothing chosen in such a menu. */
function OfferItem({ offer, place }: { readonly offer: Offer; readonly place: number }) {
  const helpId = useId();
  return (
    <Select.Item
      value={String(place)}
      className="menu-item option-offer"
      aria-describedby={offer.description ? helpId : undefined}
    >
      <span className="option-words">
        <Select.ItemText>{offer.name}</Select.ItemText>
        {offer.description && (
          <span id={helpId} className="option-help">
            {offer.description}
          </span>
        )}
      </span>
      <Select.ItemIndicator>
        <Icon of={Check} size={12} />
      </Select.ItemIndicator>
    </Select.Item>
  );
}

type Group = { readonly name: string; readonly first: number; readonly offers: readonly Offer[] };

/** Neighbours of the same heading stand together; the order is the agent's. */
function grouped(offers: readonly Offer[]): readonly Group[] {
  const groups: { name: string; first: number; offers: Offer[] }[] = [];
  for (const [place, offer] of offers.entries()) {
    const last = groups.at(-1);
    if (last?.name === offer.group) last.offers.push(offer);
    else groups.push({ name: offer.group, first: place, offers: [offer] });
  }
  return groups;
}
