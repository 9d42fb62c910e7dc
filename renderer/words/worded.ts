type Coded = { readonly code: string };

/** Says any case of a union by the sentence that `all` has for its code, from the data of that case. */
export const worded =
  <Union extends Coded>(
    all: {
      readonly [Code in Union['code']]: (what: Extract<Union, { readonly code: Code }>) => string;
    },
  ) =>
  (what: Union): string =>
    (all[what.code as Union['code']] as (what: Union) => string)(what);
