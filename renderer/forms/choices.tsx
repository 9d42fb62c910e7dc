import type { ComponentProps, ReactNode } from 'react';
import type { FormField, FormOffer } from '../../protocol/form.ts';
import { SelectField } from '../ui/select-field.tsx';
import { words } from '../words/words.ts';
import { type ControlProps, described, Named, Notes } from './form-control.tsx';

/** As many stand side by side, all to be seen; of more, one is picked from a list. */
const SHOWN_MAX = 6;
const NONE = 'none';

type OneOf = Extract<FormField, { kind: 'one-of' }>;

export function Choices(props: ControlProps<OneOf>) {
  const { id, field, value, onChange } = props;
  if (field.offers.length > SHOWN_MAX) return <ListChoice {...props} />;
  return (
    <Group {...props}>
      {field.offers.map((offer, place) => (
        <Choice
          key={offer.value}
          offer={offer}
          id={place === 0 ? id : undefined}
          type="radio"
          name={id}
          checked={value === offer.value}
          onChange={() => onChange(offer.value)}
        />
      ))}
      {!field.required && (
        <Choice
          offer={{ value: NONE, name: words().noChoice, help: null }}
          type="radio"
          name={id}
          checked={value === null}
          onChange={() => onChange(null)}
        />
      )}
    </Group>
  );
}

/** Values may be any text, also the empty one: the list goes by their places. */
function ListChoice(props: ControlProps<OneOf>) {
  const { id, field, value, problem, onChange } = props;
  const place = field.offers.findIndex((offer) => offer.value === value);
  const offers = field.offers.map((offer, at) => ({
    ...{ value: String(at), text: offer.name },
    ...(offer.help !== null && { hint: offer.help }),
  }));
  const none = { value: NONE, text: words().noChoice };
  return (
    <div className="field-block">
      <SelectField
        label={field.required ? field.label : `${field.label} ${words().optional}`}
        id={id}
        value={place >= 0 ? String(place) : field.required ? '' : NONE}
        options={field.required ? offers : [none, ...offers]}
        describedBy={described(props)}
        invalid={problem !== null}
        onChange={(chosen) => onChange(field.offers[Number(chosen)]?.value ?? null)}
      />
      <Notes {...props} />
    </div>
  );
}

export function ManyChoices(props: ControlProps<Extract<FormField, { kind: 'many-of' }>>) {
  const { id, field, value, onChange } = props;
  const picked = new Set(Array.isArray(value) ? (value as readonly string[]) : []);
  const toggle = (offer: FormOffer, on: boolean) =>
    onChange(field.offers.map((one) => one.value).filter((one) => (one === offer.value ? on : picked.has(one))));
  return (
    <Group {...props}>
      {field.offers.map((offer, place) => (
        <Choice
          key={offer.value}
          offer={offer}
          id={place === 0 ? id : undefined}
          type="checkbox"
          checked={picked.has(offer.value)}
          onChange={(event) => toggle(offer, event.currentTarget.checked)}
        />
      ))}
    </Group>
  );
}

function Group({ children, ...props }: ControlProps & { readonly children: ReactNode }) {
  return (
    <fieldset className="form-group" aria-describedby={described(props)}>
      <legend className="field-label">
        <Named field={props.field} />
      </legend>
      {children}
      <Notes {...props} />
    </fieldset>
  );
}

type ChoiceProps = { readonly offer: FormOffer } & ComponentProps<'input'>;

function Choice({ offer, ...input }: ChoiceProps) {
  return (
    <label className="form-choice">
      <input {...input} />
      <span>
        {offer.name}
        {offer.help !== null && <span className="form-choice-help">{offer.help}</span>}
      </span>
    </label>
  );
}
