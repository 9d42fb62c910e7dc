/**
 * Something about an agent that a person may choose for a session: its mode, its model, how hard it thinks. What there
 * is to choose is the agent's own; names and descriptions come as it wrote them.
 */
export type AgentOption = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: 'mode' | 'model' | 'effort' | 'other';
  readonly choice: Choice;
  /** What a person has chosen and the agent has not taken up yet; null: nothing. */
  readonly wanted: OptionValue | null;
};

export type Choice =
  | { readonly kind: 'select'; readonly value: string; readonly offers: readonly Offer[] }
  | { readonly kind: 'switch'; readonly value: boolean };

/** One of several. `group`: the heading that it stands under, empty for none. */
export type Offer = {
  readonly value: string;
  readonly name: string;
  readonly description: string;
  readonly group: string;
};

export type OptionValue = string | boolean;

/** Whether the agent offers this value. */
export const isOffered = (option: AgentOption, value: OptionValue): boolean =>
  option.choice.kind === 'switch'
    ? typeof value === 'boolean'
    : option.choice.offers.some((offer) => offer.value === value);

/** What holds, or will as soon as the agent has taken it up. */
export const heldValue = (option: AgentOption): OptionValue => option.wanted ?? option.choice.value;
