import { useId } from 'react';

type Props = {
  readonly label: string;
  readonly help?: string;
  readonly value: string;
  readonly mono?: boolean;
  readonly disabled?: boolean;
  /** More than one: a field of several lines. */
  readonly rows?: number;
  onChange(value: string): void;
};

export function TextField({ label, help, value, mono = false, disabled = false, rows = 1, onChange }: Props) {
  const id = useId();
  const shared = {
    id,
    value,
    disabled,
    spellCheck: false,
    autoComplete: 'off',
    'aria-describedby': help ? `${id}-help` : undefined,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => onChange(event.currentTarget.value),
  };
  const look = mono ? ' mono' : '';
  return (
    <div className="field-block">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {rows > 1 ? (
        <textarea {...shared} rows={rows} className={`field-area${look}`} />
      ) : (
        <input {...shared} className={`field${look}`} />
      )}
      {help && (
        <p id={`${id}-help`} className="field-help">
          {help}
        </p>
      )}
    </div>
  );
}
