import { hueOf, initialOf } from './face.ts';

/** Who it is: a disc with the initial of the name, in the hue of the name. */
export const Disc = ({ name }: { readonly name: string }) => (
  <span className={`disc disc-${hueOf(name)}`} aria-hidden>
    {initialOf(name)}
  </span>
);
