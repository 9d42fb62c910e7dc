import { attachmentsOf } from '../../protocol/attachment.ts';
import type { Head, Window } from '../../protocol/head.ts';
import type { SessionId, TurnId } from '../../protocol/ids.ts';
import type { Item, PromptItem } from '../../protocol/item.ts';
import { PAGE_CHARS_MAX, PAGE_ITEMS_MAX, TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import type { Text } from '../../protocol/text.ts';
import { omittedChars } from '../../protocol/text.ts';
import { MENTIONED_CHARS_MAX, TRANSCRIPT_CHARS_MAX } from './limits.ts';
import type { SessionStore } from './ports.ts';
import type { MentionedSession } from './runner-ports.ts';

/** The order of the first item that belongs to a turn of this index. */
const firstOrderOf = (turnIndex: number) => turnIndex * TURN_ITEMS_MAX;

/**
 * What an agent that does not know the conversation has to be told before a turn; an aside begins with what was said in
 * the session that it belongs to.
 */
export function toldBefore(head: Head, beforeTurn: TurnId, store: Said & Pick<SessionStore, 'turn'>): string {
  if (head.turn?.id !== beforeTurn) return '';
  const own = said(head.id, firstOrderOf(head.turn.index), store);
  const { relationship } = head;
  const turn = relationship?.kind === 'btw' && relationship.turn ? relationship.turn : undefined;
  const heard = turn && relationship ? store.turn(relationship.parent, turn) : undefined;
  if (!relationship || !heard?.active) return own;
  const around = said(relationship.parent, firstOrderOf(heard.turn.index + 1), store);
  return [around, own].filter((part) => part !== '').join(GAP);
}

/** Where what was said is read, and what those are called who said it. */
type Said = Pick<SessionStore, 'itemsBefore' | 'head'>;

const said = (id: SessionId, order: number, store: Said, charsMax = TRANSCRIPT_CHARS_MAX): string =>
  transcriptOf(
    (before) => store.itemsBefore(id, before, PAGE_ITEMS_MAX, PAGE_CHARS_MAX),
    { order, charsMax },
    titlesIn(store),
  );

/** What a session is called; undefined when it is not there any more. */
type TitleOf = (session: SessionId) => string | undefined;

const titlesIn =
  (store: Pick<SessionStore, 'head'>): TitleOf =>
  (session) =>
    store.head(session)?.title.text;

/**
 * A session as another one's prompt mentions it, with what was said in it until now. Undefined when it lies in the bin, or
 * is an aside: nothing of an aside is written down anywhere.
 */
export function mentionedAs(head: Head, store: Said): MentionedSession | undefined {
  if (head.deletedAt !== null || head.kind === 'side') return undefined;
  const end = head.turn === null ? 0 : firstOrderOf(head.turn.index + 1);
  return { title: head.title.text, transcript: said(head.id, end, store, MENTIONED_CHARS_MAX) };
}

/** The last thing that an agent said in the session's last turn, the end of it if it is long; empty when it said nothing. */
export function lastReply({ id, turn }: Head, charsMax: number, store: Pick<SessionStore, 'itemsBefore'>): string {
  if (turn === null) return '';
  const itemsBefore = (before: number) => store.itemsBefore(id, before, PAGE_ITEMS_MAX, PAGE_CHARS_MAX);
  for (const item of newestFirst(itemsBefore, firstOrderOf(turn.index + 1))) {
    if (item.turn !== turn.id) return '';
    if (item.kind !== 'reply') continue;
    const words = wordsOf(item.text).trim();
    return words.length <= charsMax ? words : `[…] ${words.slice(-charsMax).toWellFormed()}`;
  }
  return '';
}

/**
 * A stretch of what was said, that ends before an order (null: at the end), and where the one before it ends; null at the
 * beginning. It holds at least one thing, cut to its end when that alone is too long.
 */
export function stretchBefore(
  { id, turn }: Head,
  before: number | null,
  charsMax: number,
  store: Said,
): { readonly text: string; readonly before: number | null } {
  const itemsBefore = (order: number) => store.itemsBefore(id, order, PAGE_ITEMS_MAX, PAGE_CHARS_MAX);
  const blocks: string[] = [];
  let [chars, first] = [0, 0];
  for (const item of newestFirst(itemsBefore, before ?? firstOrderOf(turn === null ? 0 : turn.index + 1))) {
    const block = blockOf(item, titlesIn(store));
    if (block === undefined) continue;
    chars += block.length + GAP.length;
    if (chars > charsMax && blocks.length > 0) return { text: blocks.toReversed().join(GAP), before: first };
    blocks.push(block.length > charsMax ? `[…] ${block.slice(-charsMax).toWellFormed()}` : block);
    first = item.order;
  }
  return { text: blocks.toReversed().join(GAP), before: null };
}

/** Items before an order, as pages of the store. */
type ItemsBefore = (order: number) => Window;

/**
 * What was said before `order` as plain text, for an agent that has to be told: at most the last `charsMax` characters,
 * and a line that says so where the beginning is left out.
 */
function transcriptOf(
  itemsBefore: ItemsBefore,
  { order, charsMax }: { readonly order: number; readonly charsMax: number },
  titleOf: TitleOf,
): string {
  const blocks: string[] = [];
  let chars = LEFT_OUT.length;
  for (const item of newestFirst(itemsBefore, order)) {
    const block = blockOf(item, titleOf);
    if (block === undefined) continue;
    chars += block.length + GAP.length;
    if (chars > charsMax) {
      blocks.push(LEFT_OUT);
      break;
    }
    blocks.push(block);
  }
  return blocks.toReversed().join(GAP);
}

const GAP = '\n\n';
const LEFT_OUT = '[Earlier parts of the conversation are left out.]';

/** Pages are read only as far as the caller goes. */
function* newestFirst(itemsBefore: ItemsBefore, order: number): Iterable<Item> {
  let page = itemsBefore(order);
  for (;;) {
    yield* page.items.toReversed();
    const first = page.items[0];
    if (page.atStart || !first) return;
    page = itemsBefore(first.order);
  }
}

function blockOf(item: Item, titleOf: TitleOf): string | undefined {
  switch (item.kind) {
    case 'prompt':
      return `${askerOf(item, titleOf)}:\n${[wordsOf(item.text), ...attachedLine(item)].filter((part) => part !== '').join('\n')}`;
    case 'reply':
      return `Assistant:\n${wordsOf(item.text)}`;
    case 'tool':
      return `[Tool ${item.status}: ${item.title}]`;
    default:
      return undefined;
  }
}

/** An agent's words are not passed off as the person's. */
function askerOf({ from }: PromptItem, titleOf: TitleOf): string {
  if (from === undefined) return 'User';
  const title = titleOf(from);
  return title ? `From “${title}”` : 'From another session';
}

/** Their contents went with that prompt; whoever is told of it afterwards learns their names. */
function attachedLine(item: PromptItem): readonly string[] {
  const names = attachmentsOf(item).map(({ name }) => name);
  return names.length === 0 ? [] : [`[Attached: ${names.join(', ')}]`];
}

function wordsOf(text: Text): string {
  const omitted = omittedChars(text);
  return omitted === 0 ? text.head + text.tail : `${text.head}\n[${omitted} characters left out]\n${text.tail}`;
}
