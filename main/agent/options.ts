import { AGENT_OPTIONS_MAX, OFFERS_MAX } from '../../protocol/limits.ts';
import type { AgentOption, Choice, Offer } from '../../protocol/option.ts';
import { cut, isShape, type Shape, shapeAt, shapesAt, textAt } from './shape.ts';

/** Ids and values come back in commands, so they cannot be cut: what is longer is left out. */
const ID_CHARS_MAX = 256;
const VALUE_CHARS_MAX = 1_024;
const NAME_CHARS_MAX = 256;
const DESCRIPTION_CHARS_MAX = 1_000;
/** All options together travel in every head of the session; those beyond it are left out. */
const OPTIONS_CHARS_MAX = 256 * 1024;

/** The ids of the two choices that older agents offer outside of their options. */
const MODE_ID = 'mode';
const MODEL_ID = 'model';

const CATEGORIES: Readonly<Record<string, AgentOption['category']>> = {
  mode: 'mode',
  model: 'model',
  thought_level: 'effort',
};

/** The `configOptions` of an answer or an update; undefined when it has none. What is odd among them is left out. */
export function parseConfigOptions(shape: Shape): readonly AgentOption[] | undefined {
  return shapesAt(shape, 'configOptions', AGENT_OPTIONS_MAX)?.flatMap(configOption);
}

function configOption(shape: Shape): readonly AgentOption[] {
  const [id, choice] = [idAt(shape, 'id', ID_CHARS_MAX), choiceOf(shape)];
  if (id === undefined || !choice) return [];
  return [
    {
      id,
      ...namesOf(shape, id),
      category: CATEGORIES[textAt(shape, 'category') ?? ''] ?? 'other',
      choice,
      wanted: null,
    },
  ];
}

/** Kinds of other versions cannot be shown, so they cannot be chosen. */
function choiceOf(shape: Shape): Choice | undefined {
  const { type, currentValue: value } = shape;
  if (type === 'boolean') return typeof value === 'boolean' ? { kind: 'switch', value } : undefined;
  if (type !== 'select' || typeof value !== 'string') return undefined;
  return { kind: 'select', value, offers: bounded(offersOf(shape), value) };
}

/** Single ones and groups of them: agents send one or the other. */
function offersOf(shape: Shape): readonly Offer[] {
  return (shapesAt(shape, 'options', Number.POSITIVE_INFINITY) ?? []).flatMap((entry) => {
    if (!Array.isArray(entry['options'])) return offerOf(entry, 'value', '');
    const group = cut(textAt(entry, 'name') ?? textAt(entry, 'group') ?? '', NAME_CHARS_MAX);
    return entry['options'].filter(isShape).flatMap((offer) => offerOf(offer, 'value', group));
  });
}

function offerOf(shape: Shape, key: string, group: string): readonly Offer[] {
  const value = idAt(shape, key, VALUE_CHARS_MAX);
  return value === undefined ? [] : [{ value, ...namesOf(shape, value), group }];
}

/** The first ones, and always the one that holds. */
function bounded(offers: readonly Offer[], value: string): readonly Offer[] {
  const first = offers.slice(0, OFFERS_MAX);
  const held = offers.slice(OFFERS_MAX).find((offer) => offer.value === value);
  return held ? [...first.slice(0, -1), held] : first;
}

/** The older way to offer modes: `modes: { currentModeId, availableModes: [{ id, name, description }] }`. */
export function parseModes(shape: Shape): AgentOption | undefined {
  const modes = shapeAt(shape, 'modes');
  const names = { id: MODE_ID, name: 'Mode', category: 'mode' } as const;
  return olderOption(names, textAt(modes, 'currentModeId'), shapesAt(modes, 'availableModes', ALL), 'id');
}

/** The older way to offer models: `models: { currentModelId, availableModels: [{ modelId, name, description }] }`. */
export function parseModels(shape: Shape): AgentOption | undefined {
  const models = shapeAt(shape, 'models');
  const names = { id: MODEL_ID, name: 'Model', category: 'model' } as const;
  return olderOption(names, textAt(models, 'currentModelId'), shapesAt(models, 'availableModels', ALL), 'modelId');
}

const ALL = Number.POSITIVE_INFINITY;

function olderOption(
  names: Pick<AgentOption, 'id' | 'name' | 'category'>,
  value: string | undefined,
  shapes: readonly Shape[] | undefined,
  key: string,
): AgentOption | undefined {
  if (value === undefined || !shapes) return undefined;
  const offers = shapes.flatMap((shape) => offerOf(shape, key, ''));
  return { ...names, description: '', choice: { kind: 'select', value, offers: bounded(offers, value) }, wanted: null };
}

/** The options that a person gets to see: the first of each id, as many as fit. */
export function fitting(options: readonly AgentOption[]): readonly AgentOption[] {
  const [ids, fit] = [new Set<string>(), [] as AgentOption[]];
  let chars = 0;
  for (const option of options) {
    const more = charsOfOption(option);
    if (ids.has(option.id) || fit.length >= AGENT_OPTIONS_MAX || chars + more > OPTIONS_CHARS_MAX) continue;
    ids.add(option.id);
    fit.push(option);
    chars += more;
  }
  return fit;
}

/** About what an option takes, in UTF-16 units. */
export function charsOfOption({ id, name, description, choice }: AgentOption): number {
  const own = id.length + name.length + description.length;
  if (choice.kind === 'switch') return own;
  return choice.offers.reduce(
    (chars, offer) => chars + offer.value.length + offer.name.length + offer.description.length + offer.group.length,
    own,
  );
}

function namesOf(shape: Shape, id: string): { readonly name: string; readonly description: string } {
  return {
    name: cut(textAt(shape, 'name') || id, NAME_CHARS_MAX),
    description: cut(textAt(shape, 'description') ?? '', DESCRIPTION_CHARS_MAX),
  };
}

function idAt(shape: Shape, key: string, max: number): string | undefined {
  const id = textAt(shape, key);
  return id && id.length <= max ? id : undefined;
}
