import type { Head } from '../../protocol/head.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { Item } from '../../protocol/item.ts';
import { INLINE_CHARS_MAX } from '../../protocol/limits.ts';
import { assertNever } from '../../protocol/result.ts';
import type { Commit, ItemWrite, TurnWrite } from '../session/ports.ts';
import { isOpen, keysOf, storedKey, wordsOfPrompt } from './item-body.ts';
import type { ItemRows } from './items.ts';
import type { LeftoverRows } from './leftovers.ts';
import type { PermissionRows } from './permissions.ts';
import type { SessionRows } from './sessions.ts';
import type { TextRef, TextRows } from './texts.ts';
import type { TimelineRows } from './timeline.ts';
import type { TreeRows } from './trees.ts';
import type { TurnRows } from './turns.ts';
import type { UsageRows } from './usage.ts';

export type Rows = {
  readonly sessions: SessionRows;
  readonly turns: TurnRows;
  readonly items: ItemRows;
  readonly texts: TextRows;
  readonly usage: UsageRows;
  readonly trees: TreeRows;
  readonly timeline: TimelineRows;
  readonly permissions: PermissionRows;
  readonly leftovers: LeftoverRows;
};

/** Writes all of a commit. To be called within a transaction: a throw half-way is undone there. */
export function applyCommit(rows: Rows, session: SessionId, commit: Commit): void {
  if (commit.head) putHead(rows, commit.head);
  if (commit.agentSession !== undefined) rows.sessions.setAgentSession(session, commit.agentSession);
  for (const write of commit.turns) applyTurnWrite(rows, session, write);
  for (const write of commit.items) applyWrite(rows, session, write);
  for (const write of commit.permissions ?? []) rows.permissions.write(session, write);
}

function putHead({ sessions, trees }: Rows, head: Head): void {
  sessions.put(head);
  if (head.relationship?.kind === 'subagent') trees.join(head.id, head.relationship.parent);
}

export function applyTurnWrite(
  { turns, items, texts, usage, timeline, trees, leftovers }: Rows,
  session: SessionId,
  write: TurnWrite,
): void {
  switch (write.type) {
    case 'put':
      turns.put(session, write.turn);
      return;
    case 'plan':
      turns.setPlan(session, write.plan);
      return;
    case 'prompted':
      turns.setPrompted(session, write.turn, write.agentSession);
      return;
    case 'activate':
      turns.activate(session, write.leaf);
      return;
    case 'undo':
      turns.undo(session, write.turns, write.by);
      return;
    case 'redo':
      turns.redo(session, write.by);
      return;
    case 'used':
      usage.put(trees.rootOf(session, write.parent), session, write);
      return;
    case 'lasted':
      trees.lasted(trees.rootOf(session, write.parent), write);
      return;
    case 'counted':
      usage.setCount(session, write.turn, write.cost);
      return;
    case 'waits':
      timeline.begin(session, write.turn, write.at, write.cause);
      return;
    case 'waited':
      timeline.end(session, write.turn, write.at);
      return;
    case 'forget':
      leftovers.leaveUndone(session, write.by);
      for (const rows of [texts, items, turns]) rows.forget(session, write.by);
      timeline.forget(session);
      return;
    case 'copy':
      for (const rows of [turns, items, texts]) rows.copy(write.from, session, write.upToIndex);
      return;
    default:
      assertNever(write);
  }
}

function applyWrite(rows: Rows, session: SessionId, write: ItemWrite): void {
  if (write.type === 'put') put(rows, session, write.item);
  else append(rows, { session, item: write.item, key: storedKey(write.key) }, write.at, write.text);
}

function put(rows: Rows, session: SessionId, item: Item): void {
  rows.items.put(session, item);
  if (item.kind === 'prompt') rows.items.keepInline(session, item.id, wordsOfPrompt(item.text));
  if (item.kind === 'tool') dropVanished(rows, session, item);
  if (!isOpen(item)) settle(rows, session, item);
}

/** A part that is no longer shown is shown never again: keys are not used twice. */
function dropVanished(rows: Rows, session: SessionId, item: Item): void {
  const shown = new Set(keysOf(item));
  for (const key of rows.texts.keysOf(session, item.id)) {
    if (!shown.has(key)) rows.texts.drop({ session, item: item.id, key });
  }
  const inline = rows.items.inline(session, item.id);
  if ([...inline.keys()].every((key) => shown.has(key))) return;
  rows.items.keepInline(session, item.id, new Map([...inline].filter(([key]) => shown.has(key))));
}

/** The item has ended: its short texts move into its row, the parts of its long ones are joined. */
function settle(rows: Rows, session: SessionId, item: Item): void {
  const folded = new Map<string, string>();
  for (const key of keysOf(item)) {
    const ref = { session, item: item.id, key };
    const length = rows.texts.lengthOf(ref);
    if (length > INLINE_CHARS_MAX) {
      rows.texts.settle(ref, length);
    } else if (length > 0) {
      folded.set(key, rows.texts.read(ref, 0, length));
      rows.texts.drop(ref);
    }
  }
  if (folded.size === 0) return;
  rows.items.keepInline(session, item.id, new Map([...rows.items.inline(session, item.id), ...folded]));
}

/** As the reducer appends: what is there already is skipped. Throws on a gap, which only a bug can make. */
function append(rows: Rows, ref: TextRef, at: number, text: string): void {
  const length = rows.texts.lengthOf(ref) || unfold(rows, ref);
  if (at > length) {
    if (isShown(rows, ref))
      throw new Error(`Words for ${ref.item} ${ref.key} begin at ${at}, but it ends at ${length}`);
    return;
  }
  const fresh = text.slice(length - at);
  if (fresh !== '') rows.texts.append(ref, length, fresh);
}

/** Words for an ended item move its text back into rows. Answers the length of the text. */
function unfold(rows: Rows, ref: TextRef): number {
  const inline = rows.items.inline(ref.session, ref.item);
  const words = inline.get(ref.key);
  if (words === undefined) return 0;
  rows.items.keepInline(ref.session, ref.item, new Map([...inline].filter(([key]) => key !== ref.key)));
  rows.texts.append(ref, 0, words);
  return words.length;
}

/** Words for a part that has vanished have no place: the reducer drops them as well. */
function isShown(rows: Rows, ref: TextRef): boolean {
  const item = rows.items.draft(ref.session, ref.item)?.item;
  return !item || keysOf(item).includes(ref.key);
}
