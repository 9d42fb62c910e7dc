import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item, ToolItem } from '../../protocol/item.ts';
import { ownToolOf } from '../../protocol/own-tools.ts';
import type { Child } from '../../protocol/relationship.ts';
import type { Summary } from '../../protocol/summary.ts';
import type { Text } from '../../protocol/text.ts';
import { omittedChars } from '../../protocol/text.ts';

/** Lines of a reply that a card shows until somebody wants all of them. */
export const LINES_MAX = 50;

const SESSION_ID = /\bse-[0-9A-HJKMNP-TV-Z]{26}\b/g;

type Card = Pick<ToolItem, 'id' | 'title' | 'parts'>;

/**
 * The children that a card of their parent shows, in the order in which they were spawned: those that the tool's own
 * answer names, else those that were linked to it, which may be a guess.
 */
export function childrenOfCard(children: readonly Child[], card: Card): readonly SessionId[] {
  if (children.length === 0) return NONE;
  const named = ownToolOf(card.title) === 'spawn_agent' ? namedIn(card) : NONE;
  const direct = children.filter(({ session }) => named.includes(session));
  const found = direct.length > 0 ? direct : children.filter(({ item }) => item === card.id);
  return found.map(({ session }) => session);
}

const NONE: readonly SessionId[] = [];

function namedIn({ parts }: Card): readonly SessionId[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text.head + part.text.tail] : []));
  return texts.flatMap((text) => (text.match(SESSION_ID) ?? []) as SessionId[]);
}

/** Whether it, or something below it, goes on now. */
export const isLive = ({ busy, deletedAt }: Pick<Summary, 'busy' | 'deletedAt'>): boolean => busy && deletedAt === null;

/** Of several children of one card the one that stands for it: one that goes on, else the one that last did something. */
export function projectedOf(children: readonly Summary[]): Summary | undefined {
  return children.toSorted((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.updatedAt - a.updatedAt)[0];
}

/** The direct children that work in the background now, as long as they do, the oldest first. */
export function backgroundOf(
  children: readonly Child[],
  summaries: ReadonlyMap<SessionId, Summary>,
): readonly Summary[] {
  return children
    .flatMap(({ session }) => summaries.get(session) ?? [])
    .filter((summary) => summary.background && isLive(summary))
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

/** The last thing that was said in a turn, which is the last one that was begun. */
export function replyIn(items: readonly Item[], turn: TurnId | undefined): Text | undefined {
  const reply = items.findLast((item) => item.kind === 'reply' && item.turn === turn);
  return reply?.kind === 'reply' ? reply.text : undefined;
}

/** `hidden`: how many lines come before them; null when nobody has counted them. */
export type Lines = { readonly text: string; readonly count: number; readonly hidden: number | null };

/** The last lines of what was said, or all that is held of it. */
export function linesOf(text: Text, max: number): Lines {
  const held = omittedChars(text) === 0 ? text.head + text.tail : text.tail;
  const lines = held.trimEnd().split('\n');
  const shown = lines.slice(-max);
  const hidden = omittedChars(text) === 0 ? lines.length - shown.length : null;
  return { text: shown.join('\n'), count: shown.length, hidden };
}
