import { AgentId, type SessionId } from '../../protocol/ids.ts';
import type { Item, ToolItem } from '../../protocol/item.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { EMPTY_TEXT, textOf } from '../../protocol/text.ts';
import type { Turn } from '../../protocol/turn.ts';
import { itemIdNumber, turnIdNumber } from './arbitraries.ts';
import { openSessionHost } from './session-host.ts';

export type LongSession = {
  readonly items: number;
  /** Characters of the output of a last tool call; 0: there is none. */
  readonly outputChars: number;
  readonly agentId: string;
  /** The working folder of its agent. */
  readonly folder: string;
  readonly title: string;
};

const ITEMS_PER_TURN = 10;
const LINE_CHARS = 80;
const CHUNK_LINES = 8192;

/** The title of the tool call with the long output. */
export const LONG_OUTPUT = 'make everything';

/** A line of the long output. */
export const outputLine = (n: number): string => `line ${String(n).padStart(9, '0')} `.padEnd(LINE_CHARS - 1, '·');

/** Writes a finished session of any length into a data folder that no host holds, in a few seconds. */
export function writeLongSession(
  dataFolder: string,
  { title, items, outputChars, agentId, folder }: LongSession,
): SessionId {
  const host = openSessionHost({ folder: dataFolder, firstId: firstIdOf(title) });
  const sessionId = host.create();
  const { sessions } = host.store;
  const known = sessions.read(sessionId, 1)?.state.head;
  if (!known) throw new Error('The session is gone');
  const all = Array.from({ length: items }, (_, n) => itemOf(n));
  const turns = Array.from({ length: Math.ceil(items / ITEMS_PER_TURN) }, (_, index) => turnOf(index));
  const output = outputChars > 0 ? outputItem(items) : null;
  const turn = turns.at(-1) ?? null;
  const head = {
    ...known,
    title: { text: title, by: 'person' } as const,
    agentId: AgentId.parse(agentId),
    folder,
    turn,
    itemCount: items + (output ? 1 : 0),
  };
  const put = (item: Item) => ({ type: 'put', item }) as const;
  const commit = (writes: Parameters<typeof sessions.commit>[1]['items']) => {
    const recorded = sessions.commit(sessionId, { durable: false, head: null, turns: [], items: writes });
    if (!recorded.ok) throw new Error(recorded.refusal.code);
  };
  sessions.commit(sessionId, {
    durable: true,
    head,
    turns: turns.map((one) => ({ type: 'put', turn: one }) as const),
    items: all.map((item) => put(item.kind === 'reply' ? { ...item, endedAt: null } : item)),
  });
  commit(
    all.flatMap((item, n) => {
      if (item.kind !== 'reply') return [];
      return [{ type: 'append', item: item.id, key: null, at: 0, text: replyText(n) } as const, put(item)];
    }),
  );
  if (output) {
    commit([put({ ...output, endedAt: null, status: 'running' })]);
    for (const [at, text] of outputChunks(outputChars))
      commit([{ type: 'append', item: output.id, key: 't', at, text }]);
    commit([put(output)]);
  }
  host.abandon();
  return sessionId;
}

/** Sessions of one folder have titles that begin differently. */
const firstIdOf = (title: string) => title.charCodeAt(0) * 1_000;

function* outputChunks(chars: number): Iterable<readonly [at: number, text: string]> {
  let at = 0;
  for (let line = 0; at < chars; line += CHUNK_LINES) {
    const lines = Array.from({ length: CHUNK_LINES }, (_, n) => outputLine(line + n));
    const text = `${lines.join('\n')}\n`.slice(0, chars - at);
    yield [at, text];
    at += text.length;
  }
}

function turnOf(index: number): Turn {
  const phase = { kind: 'ended', outcome: { kind: 'completed' }, at: index, cleared: false } as const;
  return { id: turnIdNumber(index), parent: index === 0 ? null : turnIdNumber(index - 1), index, at: index, phase };
}

const replyText = (n: number) => `Reply ${n}: ${'some **words** and `code` '.repeat(1 + (n % 7) * 4)}`;

/** Each turn is a prompt, a reply and tool calls. */
function itemOf(n: number): Item {
  const index = Math.floor(n / ITEMS_PER_TURN);
  const place = n % ITEMS_PER_TURN;
  const placed = { id: itemIdNumber(n), turn: turnIdNumber(index), order: index * TURN_ITEMS_MAX + place, at: n };
  if (place === 0) return { ...placed, kind: 'prompt', text: textOf(`Prompt ${n}`) };
  if (place === 1) return { ...placed, kind: 'reply', text: EMPTY_TEXT, endedAt: n };
  return { ...placed, ...tool(`Step ${n}`), parts: [], endedAt: n };
}

function outputItem(n: number): ToolItem {
  const index = Math.floor((n - 1) / ITEMS_PER_TURN);
  const order = index * TURN_ITEMS_MAX + ITEMS_PER_TURN;
  const exit = { code: 0, signal: null };
  const part = { type: 'terminal', key: 't', command: LONG_OUTPUT, folder: '/src', text: EMPTY_TEXT, exit } as const;
  const placed = { id: itemIdNumber(n), turn: turnIdNumber(index), order, at: n };
  return { ...placed, ...tool(LONG_OUTPUT), parts: [part], endedAt: n };
}

const tool = (title: string) =>
  ({ kind: 'tool', title, tool: 'run', status: 'done', input: '', locations: [] }) as const;
