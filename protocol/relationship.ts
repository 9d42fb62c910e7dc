import { z } from 'zod';
import { ItemId, SessionId, TurnId } from './ids.ts';
import { oneLine } from './text.ts';

/** An agent's name for what kind of child it spawned. */
const TYPE_CHARS_MAX = 64;
/** Titles of children: `Type: description`, cut to this. */
export const CHILD_TITLE_CHARS_MAX = 72;

/** Blank means absent. */
const Trimmed = z
  .string()
  .nullish()
  .transform((text) => text?.trim().slice(0, TYPE_CHARS_MAX) || null);

const Subagent = z.object({
  kind: z.literal('subagent'),
  parent: SessionId,
  turn: TurnId,
  item: ItemId.nullish().transform((item) => item ?? null),
  type: Trimmed,
  /** Absent: it does. */
  background: z.boolean().optional(),
});
const Aside = z.object({
  kind: z.literal('btw'),
  parent: SessionId,
  turn: TurnId.nullish().transform((turn) => turn ?? null),
});

/**
 * How a session belongs to its parent. `subagent`: a turn of the parent spawned it, `item` being the tool card that shows
 * it; `background`: that turn does not wait for it. `btw`: a person asked something aside, knowing what was said up to `turn`. Parsing puts it into one form: what does
 * not belong to its kind is left out.
 */
export const Relationship = z.discriminatedUnion('kind', [Subagent, Aside]);
export type Relationship = Readonly<z.output<typeof Subagent>> | Readonly<z.output<typeof Aside>>;

/** A child as its parent knows it. */
export type Child = { readonly session: SessionId; readonly turn: TurnId; readonly item: ItemId | null };

/** Whether a session is shown below another one. */
export const isBelow = (relationship: Relationship | null): boolean => relationship !== null;

/** `Type: description`, or one of them, in at most {@link CHILD_TITLE_CHARS_MAX} characters. */
export function childTitle(type: string | null, description: string): string {
  const words = oneLine(description);
  const title = [type, words].filter((part) => part !== null && part !== '').join(': ');
  const chars = [...title];
  if (chars.length <= CHILD_TITLE_CHARS_MAX) return title;
  return `${chars.slice(0, CHILD_TITLE_CHARS_MAX - ELLIPSIS.length).join('')}${ELLIPSIS}`;
}

const ELLIPSIS = '...';
