/** A command that an agent understands when a prompt begins with `/name`. Names and descriptions come as it wrote them. */
export type AgentCommand = {
  readonly name: string;
  readonly description: string;
  /** What may be written after the name, empty when it did not say what; null: nothing. */
  readonly hint: string | null;
};

/** What asks beside the conversation: our own, in every session that can have asides. */
export const ASIDE_COMMAND = 'btw';
