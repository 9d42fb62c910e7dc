import type { ReactNode } from 'react';

type Props = {
  /** Tells its help from that of other groups on the page. */
  readonly name: string;
  readonly legend: string;
  readonly help?: string;
  readonly children: ReactNode;
};

/** Choices that belong together, with what is to be said of all of them. */
export function Choices({ name, legend, help, children }: Props) {
  const helpId = `${name}-help`;
  return (
    <fieldset className="choices" aria-describedby={help ? helpId : undefined}>
      <legend>{legend}</legend>
      {help && (
        <p id={helpId} className="choices-help">
          {help}
        </p>
      )}
      {children}
    </fieldset>
  );
}
