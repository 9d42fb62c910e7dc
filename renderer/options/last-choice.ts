import { type AgentOption, isOffered, type OptionValue } from '../../protocol/option.ts';
import { storedJson } from '../stores/stored-json.ts';

const KEY = 'skein.choices';
/** Agents whose last choice is kept, the newest; nobody works with more. */
const AGENTS_MAX = 50;

/** What a person chose for a session before it began. An option that is not named keeps the agent's own value. */
export type Choices = { readonly options: Readonly<Record<string, OptionValue>> };

const NOTHING_CHOSEN: Choices = { options: {} };

/** What was chosen for the last session with this agent; it may offer that no longer. */
export const lastChoice = (agent: string): Choices => read().get(agent) ?? NOTHING_CHOSEN;

export function keepChoice(agent: string, choices: Choices): void {
  const all = read();
  all.delete(agent);
  const kept = [...all].slice(-(AGENTS_MAX - 1));
  localStorage.setItem(KEY, JSON.stringify([...kept, [agent, { options: choices.options }]]));
}

/** The chosen values that are on offer. */
export function takeOffered(choices: Choices, offers: readonly AgentOption[]): Choices {
  const values = Object.entries(choices.options).filter(([id, value]) =>
    offers.some((option) => option.id === id && isOffered(option, value)),
  );
  return { options: Object.fromEntries(values) };
}

/** The offers as they would be held if these were chosen. */
export const withChosen = (offers: readonly AgentOption[], { options }: Choices): readonly AgentOption[] =>
  offers.map((option) => ({ ...option, choice: holding(option.choice, options[option.id]) }));

function holding(choice: AgentOption['choice'], value: OptionValue | undefined): AgentOption['choice'] {
  if (choice.kind === 'select') return typeof value === 'string' ? { ...choice, value } : choice;
  return typeof value === 'boolean' ? { ...choice, value } : choice;
}

function read(): Map<string, Choices> {
  const stored = storedJson(KEY);
  const entries: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return new Map(entries.flatMap(parseEntry));
}

function parseEntry(entry: unknown): readonly (readonly [string, Choices])[] {
  if (!Array.isArray(entry)) return [];
  const [agent, choices]: readonly unknown[] = entry;
  if (typeof agent !== 'string' || typeof choices !== 'object' || choices === null) return [];
  const options = 'options' in choices && typeof choices.options === 'object' ? (choices.options ?? {}) : {};
  const values = Object.entries(options).filter((pair): pair is [string, OptionValue] => isValue(pair[1]));
  return [[agent, { options: Object.fromEntries(values) }]];
}

const isValue = (value: unknown): value is OptionValue => typeof value === 'string' || typeof value === 'boolean';
