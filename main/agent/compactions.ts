import type { ToolStatus } from '../../protocol/item.ts';
import type { AgentUpdate, ToolChange } from '../session/update.ts';
import { cut, type Shape, shapeAt, shapesAt, textAt } from './shape.ts';

/** A summary is read by people; what an agent keeps for itself may be longer. */
const SUMMARY_CHARS_MAX = 64 * 1024;
/** Summaries that may grow at a time; an agent compacts one conversation once at a time. */
const GROWING_MAX = 16;

const STATUSES: Readonly<Record<string, ToolStatus>> = {
  in_progress: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

/** Updates about making a long conversation shorter. */
export const isCompaction = ({ sessionUpdate }: Shape): boolean =>
  sessionUpdate === 'compaction_update' || sessionUpdate === 'compaction_summary_chunk';

/**
 * An agent that makes its conversation shorter, in our words: a tool call whose text is what it keeps. Of the protocol's
 * `compaction_update` and `compaction_summary_chunk`, whose summaries grow by id.
 */
export class Compactions {
  readonly #summaries = new Map<string, string>();

  take(update: Shape): readonly AgentUpdate[] {
    const id = textAt(update, 'compactionId');
    if (!id) return [];
    const chunk = update['sessionUpdate'] === 'compaction_summary_chunk';
    const change = chunk ? this.#grown(id, update) : this.#changed(id, update);
    return [{ type: 'tool', call: `compaction ${id}`, change: { tool: 'compact', ...change } }];
  }

  #grown(id: string, update: Shape): ToolChange {
    const more = textOf(shapeAt(update, 'content'));
    return { status: 'running', content: this.#keep(id, (this.#summaries.get(id) ?? '') + more) };
  }

  #changed(id: string, update: Shape): ToolChange {
    const status = STATUSES[textAt(update, 'status') ?? ''] ?? 'running';
    const blocks = update['summary'] === null ? [] : shapesAt(update, 'summary', GROWING_MAX);
    const error = textAt(update, 'error');
    if (!blocks && !error && !this.#summaries.has(id)) return { status }; // said once more: what is shown stays
    const content = blocks ? this.#keep(id, blocks.map(textOf).join('\n')) : this.#shown(id);
    if (status !== 'running') this.#summaries.delete(id);
    return { status, content: error ? [...content, { type: 'text', text: cut(error, SUMMARY_CHARS_MAX) }] : content };
  }

  #keep(id: string, summary: string) {
    this.#summaries.delete(id);
    this.#summaries.set(id, cut(summary, SUMMARY_CHARS_MAX));
    const [oldest] = this.#summaries.keys();
    if (this.#summaries.size > GROWING_MAX && oldest !== undefined) this.#summaries.delete(oldest);
    return this.#shown(id);
  }

  #shown(id: string) {
    const text = this.#summaries.get(id) ?? '';
    return text === '' ? [] : [{ type: 'text', text } as const];
  }
}

const textOf = (block: Shape): string => (block['type'] === 'text' ? (textAt(block, 'text') ?? '') : '');
