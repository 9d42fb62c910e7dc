import type { ItemWrite } from '../../main/session/ports.ts';
import type { ReplyItem, ToolItem, ToolPart } from '../../protocol/item.ts';
import { EMPTY_TEXT } from '../../protocol/text.ts';
import { itemIdNumber, turnIdNumber } from '../support/arbitraries.ts';

const placed = (n: number) => ({ id: itemIdNumber(n), turn: turnIdNumber(0), order: n, at: n });

export const replyOf = (n: number, endedAt: number | null = null): ReplyItem => ({
  ...placed(n),
  kind: 'reply',
  text: EMPTY_TEXT,
  endedAt,
});

/** A tool that shows a growing text under each key. */
export const toolOf = (n: number, keys: readonly string[], endedAt: number | null = null): ToolItem => ({
  ...placed(n),
  kind: 'tool',
  title: 'ls',
  tool: 'run',
  status: 'running',
  input: '',
  locations: [],
  parts: keys.map((key): ToolPart => ({ type: 'text', key, text: EMPTY_TEXT })),
  endedAt,
});

export const put = (item: ReplyItem | ToolItem): ItemWrite => ({ type: 'put', item });

export const append = (n: number, at: number, text: string, key: string | null = null): ItemWrite => ({
  type: 'append',
  item: itemIdNumber(n),
  key,
  at,
  text,
});
