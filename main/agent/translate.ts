import type { PlanEntry } from '../../protocol/head.ts';
import type { Location, ToolKind, ToolStatus } from '../../protocol/item.ts';
import {
  LOCATIONS_MAX,
  PLAN_ENTRIES_MAX,
  TITLE_CHARS_MAX,
  TOOL_INPUT_CHARS_MAX,
  TOOL_PARTS_MAX,
} from '../../protocol/limits.ts';
import { oneLine } from '../../protocol/text.ts';
import type { AgentUpdate, ToolChange, ToolContent } from '../session/update.ts';
import { diffOf } from './diffs.ts';
import { HANDOVER_OPENING } from './prompt.ts';
import { limitOf } from './rate-limit.ts';
import { countAt, cut, isShape, numberAt, type Shape, shapeAt, shapesAt, textAt } from './shape.ts';

/** A tool's title is a headline; agents put whole scripts there. */
const TOOL_TITLE_CHARS_MAX = 1_024;
/** Ids and paths of agents; what is longer is cut, so a mad agent cannot make them grow. */
const NAME_CHARS_MAX = 4_096;
const PLAN_TEXT_CHARS_MAX = 2_000;
const NOTICE_CHARS_MAX = 4_000;

/** What translating needs to know beside the update itself. */
export type Context = {
  /** Epoch ms. */
  now(): number;
  /** What runs in a terminal that the call shows. */
  terminal(id: string, call: string): { readonly command: string; readonly folder: string };
  /** Told of each update that means nothing to us. */
  unknown(kind: string): void;
};

const NONE: readonly AgentUpdate[] = [];

/**
 * One `update` of a `session/update`, as the agent wrote it, in our words. Lenient: fields of the wrong type count as
 * absent, and an unknown kind means nothing.
 */
export function translate(update: Shape, context: Context): readonly AgentUpdate[] {
  const kind = update['sessionUpdate'];
  switch (kind) {
    case 'agent_message_chunk':
      return chunkOf('reply', update);
    case 'agent_thought_chunk':
      return chunkOf('thought', update);
    case 'tool_call':
    case 'tool_call_update':
      return toolOf(update, context);
    case 'plan':
      return planOf(update);
    case 'usage_update':
      return [...usageOf(update), ...limitOf(update, context.now())];
    case 'session_info_update':
      return [...titleOf(update), ...limitOf(update, context.now())];
    case 'notice':
      return noticeOf(update);
    case 'user_message_chunk': // our own prompt; `Replay` reads that of others
    case 'available_commands_update': // `Conversation` reads it
    case 'current_mode_update': // `Choices` reads both
    case 'config_option_update':
      return NONE;
    default:
      context.unknown(typeof kind === 'string' ? kind : '');
      return NONE;
  }
}

function chunkOf(of: 'reply' | 'thought', update: Shape): readonly AgentUpdate[] {
  const content = shapeAt(update, 'content');
  const message = textAt(update, 'messageId') ?? null;
  const text = content['type'] === 'text' ? textAt(content, 'text') : wordsOf(content);
  return text ? [{ type: 'text', of, message, text }] : NONE;
}

/** The words of a chunk of somebody's message, and the agent's own id of that message, if it gives one. */
export function chunkIn(update: Shape): { readonly message: string | null; readonly text: string } {
  const message = textAt(update, 'messageId')?.slice(0, NAME_CHARS_MAX) ?? null;
  return { message, text: wordsOf(shapeAt(update, 'content')) ?? '' };
}

/** Text of a content block; what is no text is named, so that nothing is missing silently. */
export function wordsOf(content: Shape): string | undefined {
  switch (content['type']) {
    case 'text':
      return textAt(content, 'text');
    case 'resource': {
      const resource = shapeAt(content, 'resource');
      return textAt(resource, 'text') ?? `[${textAt(resource, 'uri') ?? 'resource'}]`;
    }
    case 'resource_link':
      return `[${textAt(content, 'title') ?? textAt(content, 'name') ?? 'link'}](${textAt(content, 'uri') ?? ''})`;
    case 'image':
    case 'audio':
      return `[${content['type']}: ${textAt(content, 'mimeType') ?? 'unknown type'}]`;
    default:
      return undefined;
  }
}

const TOOL_KINDS: Readonly<Record<string, ToolKind>> = {
  read: 'read',
  edit: 'edit',
  delete: 'delete',
  move: 'move',
  search: 'search',
  execute: 'run',
  think: 'think',
  fetch: 'fetch',
  switch_mode: 'other',
  other: 'other',
};

const TOOL_STATUSES: Readonly<Record<string, ToolStatus>> = {
  pending: 'pending',
  in_progress: 'running',
  completed: 'done',
  failed: 'failed',
};

function toolOf(update: Shape, context: Context): readonly AgentUpdate[] {
  const call = textAt(update, 'toolCallId')?.slice(0, NAME_CHARS_MAX);
  if (!call) return NONE;
  const change = changeOf(call, update, context);
  const beside = isShape(update['_meta']) ? foreignOutput(call, update['_meta']) : NONE;
  const shown = change.content ? undefined : terminalOf(beside);
  if (!shown) return [{ type: 'tool', call, change }, ...beside];
  const { status, ...before } = change;
  const content = [{ type: 'terminal', terminal: shown, ...context.terminal(shown, call) }] as const;
  const after: readonly AgentUpdate[] = status ? [{ type: 'tool', call, change: { status } }] : NONE;
  return [{ type: 'tool', call, change: { ...before, content } }, ...beside, ...after]; // it ends after its last word
}

/** The terminal of output that came without the tool ever showing one: it is shown from then on. */
function terminalOf(updates: readonly AgentUpdate[]): string | undefined {
  const output = updates.find((update) => update.type === 'output');
  return output?.type === 'output' ? output.terminal : undefined;
}

function changeOf(call: string, update: Shape, context: Context): ToolChange {
  const change: { -readonly [Key in keyof ToolChange]: ToolChange[Key] } = {};
  const title = textAt(update, 'title');
  if (title) change.title = cut(title, TOOL_TITLE_CHARS_MAX);
  const kind = textAt(update, 'kind');
  if (kind !== undefined) change.tool = TOOL_KINDS[kind] ?? 'other';
  const status = TOOL_STATUSES[textAt(update, 'status') ?? ''];
  if (status) change.status = status;
  if (update['rawInput'] !== undefined && update['rawInput'] !== null) change.input = inputOf(update['rawInput']);
  const locations = shapesAt(update, 'locations', LOCATIONS_MAX);
  if (locations) change.locations = locations.flatMap(locationOf);
  const content = shapesAt(update, 'content', TOOL_PARTS_MAX) ?? answerOf(update);
  if (content) change.content = content.flatMap((part) => partOf(call, part, context));
  return change;
}

/** What a tool of a server has answered, from agents that show it nowhere else: a result of the Model Context Protocol. */
function answerOf(update: Shape): readonly Shape[] | undefined {
  if (!isShape(update['rawOutput'])) return undefined;
  const blocks = shapesAt(shapeAt(update['rawOutput'], 'result'), 'content', TOOL_PARTS_MAX);
  return blocks?.map((content) => ({ type: 'content', content }));
}

function inputOf(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw, null, 2);
  return cut(text, TOOL_INPUT_CHARS_MAX);
}

function locationOf(shape: Shape): readonly Location[] {
  const path = textAt(shape, 'path');
  return path ? [{ path: cut(path, NAME_CHARS_MAX), line: countAt(shape, 'line') ?? null }] : [];
}

function partOf(call: string, part: Shape, context: Context): readonly ToolContent[] {
  switch (part['type']) {
    case 'content': {
      const text = wordsOf(shapeAt(part, 'content'));
      return text === undefined ? [] : [{ type: 'text', text: text.toWellFormed() }];
    }
    case 'diff': {
      const path = textAt(part, 'path');
      if (!path) return [];
      const diff = diffOf(cut(path, NAME_CHARS_MAX), textAt(part, 'oldText') ?? null, textAt(part, 'newText') ?? '');
      return [{ type: 'diff', ...diff }];
    }
    case 'terminal': {
      const terminal = textAt(part, 'terminalId')?.slice(0, NAME_CHARS_MAX);
      if (!terminal) return [];
      return [{ type: 'terminal', terminal, ...context.terminal(terminal, call) }];
    }
    default:
      return [];
  }
}

/**
 * Output of a command that the agent runs by itself. Codex and Claude send it beside the protocol:
 * `_meta: { terminal_output_delta: { terminal_id, data }, terminal_exit: { terminal_id, exit_code, signal } }`.
 */
function foreignOutput(call: string, meta: Shape): readonly AgentUpdate[] {
  const updates: AgentUpdate[] = [];
  for (const key of ['terminal_output', 'terminal_output_delta']) {
    const output = shapeAt(meta, key);
    const text = textAt(output, 'data');
    if (text) updates.push({ type: 'output', call, terminal: textAt(output, 'terminal_id') ?? call, text });
  }
  const end = meta['terminal_exit'];
  if (isShape(end)) {
    const exit = { code: numberAt(end, 'exit_code') ?? null, signal: textAt(end, 'signal') ?? null };
    updates.push({ type: 'exit', call, terminal: textAt(end, 'terminal_id') ?? call, exit });
  }
  return updates;
}

const PLAN_STATUSES: Readonly<Record<string, PlanEntry['status']>> = { in_progress: 'running', completed: 'done' };

function planOf(update: Shape): readonly AgentUpdate[] {
  const entries = shapesAt(update, 'entries', PLAN_ENTRIES_MAX)?.map((entry): PlanEntry => {
    const priority = textAt(entry, 'priority');
    return {
      text: cut(textAt(entry, 'content') ?? '', PLAN_TEXT_CHARS_MAX),
      status: PLAN_STATUSES[textAt(entry, 'status') ?? ''] ?? 'pending',
      priority: priority === 'high' || priority === 'low' ? priority : 'medium',
    };
  });
  return entries ? [{ type: 'plan', entries }] : NONE;
}

function usageOf(update: Shape): readonly AgentUpdate[] {
  const [usedTokens, sizeTokens] = [countAt(update, 'used'), countAt(update, 'size')];
  if (usedTokens === undefined || sizeTokens === undefined) return NONE;
  const cost = shapeAt(update, 'cost');
  const [amount, currency] = [numberAt(cost, 'amount'), textAt(cost, 'currency')];
  const spent = amount !== undefined && currency ? { amount, currency: cut(currency, 8) } : null;
  return [{ type: 'usage', usage: { usedTokens, sizeTokens, cost: spent } }];
}

function titleOf(update: Shape): readonly AgentUpdate[] {
  const title = oneLine(textAt(update, 'title') ?? '');
  if (!title || title.startsWith(HANDOVER_OPENING)) return NONE; // Claude and Codex take their first prompt for it
  return [{ type: 'title', title: cut(title, TITLE_CHARS_MAX) }];
}

function noticeOf(update: Shape): readonly AgentUpdate[] {
  const title = textAt(update, 'title');
  if (!title) return NONE;
  const severity = update['severity'];
  const level = severity === 'warning' || severity === 'error' ? severity : 'info';
  const description = textAt(update, 'description');
  return [{ type: 'notice', level, text: cut(description ? `${title}\n${description}` : title, NOTICE_CHARS_MAX) }];
}
