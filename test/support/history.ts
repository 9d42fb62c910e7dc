import fc from 'fast-check';
import { newHead } from '../../main/session/decide.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head, SessionState } from '../../protocol/head.ts';
import { AgentId, type ItemId, SessionId } from '../../protocol/ids.ts';
import { TURN_ITEMS_MAX } from '../../protocol/limits.ts';
import { itemIdNumber, turnIdNumber, ulidOf, words } from './arbitraries.ts';

/** One thing that happens; `pick` chooses among the items there are. */
type Step =
  | { readonly do: 'turn' }
  | { readonly do: 'reply' }
  | { readonly do: 'tool' }
  | { readonly do: 'append'; readonly pick: number; readonly text: string }
  | { readonly do: 'output'; readonly pick: number; readonly text: string }
  | { readonly do: 'retitle'; readonly pick: number; readonly title: string }
  | { readonly do: 'end'; readonly pick: number }
  | { readonly do: 'rename'; readonly title: string };

const pick = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reply' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tool' as const) }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('append' as const), pick, text: words }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('output' as const), pick, text: words }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('retitle' as const), pick, title: words }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), title: words }) },
);

/** What may happen to a session, as the events of its host. */
export const history: fc.Arbitrary<readonly SessionEvent[]> = fc
  .array(step, { minLength: 1, maxLength: 80 })
  .map((steps) => new Historian().write(steps));

export const emptyHead: Head = newHead(
  { sessionId: SessionId.parse(`se-${ulidOf(1)}`), agentId: AgentId.parse('playbook'), folder: '/src' },
  0,
);
export const emptyState: SessionState = { head: emptyHead, window: { items: [], atStart: true } };

type Texted = { readonly id: ItemId; readonly key: string | null; length: number };

class Historian {
  readonly #events: SessionEvent[] = [];
  readonly #replies: Texted[] = [];
  readonly #tools: Texted[] = [];
  #turn = -1;
  #items = 0;
  #placeInTurn = 0;

  write(steps: readonly Step[]): readonly SessionEvent[] {
    this.#openTurn();
    for (const step of steps) this.#take(step);
    return this.#events;
  }

  #take(step: Step): void {
    if (step.do === 'turn') this.#openTurn();
    else if (step.do === 'reply') this.#addReply();
    else if (step.do === 'tool') this.#addTool();
    else if (step.do === 'append') this.#append(this.#replies, step.pick, step.text);
    else if (step.do === 'output') this.#append(this.#tools, step.pick, step.text);
    else if (step.do === 'retitle') this.#retitle(step.pick, step.title);
    else if (step.do === 'end') this.#end(step.pick);
    else this.#events.push({ type: 'renamed', title: { text: step.title, by: 'person' } });
  }

  #placed() {
    const n = this.#items++;
    const order = this.#turn * TURN_ITEMS_MAX + this.#placeInTurn++;
    return { id: itemIdNumber(n), turn: turnIdNumber(this.#turn), order, at: n };
  }

  #openTurn(): void {
    if (this.#turn >= 0) {
      const turn = turnIdNumber(this.#turn);
      this.#events.push({ type: 'turn-ended', turn, outcome: { kind: 'completed' }, at: this.#turn });
    }
    this.#turn += 1;
    this.#placeInTurn = 0;
    const id = turnIdNumber(this.#turn);
    const parent = this.#turn === 0 ? null : turnIdNumber(this.#turn - 1);
    const phase = { kind: 'running', heard: false } as const;
    this.#events.push({ type: 'turn-opened', turn: { id, parent, index: this.#turn, at: 0, phase } });
  }

  #addReply(): void {
    const placed = this.#placed();
    const text = { head: '', tail: '', length: 0 };
    this.#events.push({ type: 'item-added', item: { ...placed, kind: 'reply', text, endedAt: null } });
    this.#replies.push({ id: placed.id, key: null, length: 0 });
  }

  #addTool(): void {
    const placed = this.#placed();
    this.#events.push({
      type: 'item-added',
      item: {
        ...placed,
        kind: 'tool',
        title: 'run',
        tool: 'run',
        status: 'running',
        input: '',
        locations: [],
        parts: [],
        endedAt: null,
      },
    });
    const parts = [{ type: 'terminal', key: 't', command: 'ls', folder: '/src', exit: null }] as const;
    this.#events.push({ type: 'tool-updated', item: placed.id, patch: { parts } });
    this.#tools.push({ id: placed.id, key: 't', length: 0 });
  }

  #append(texts: readonly Texted[], at: number, text: string): void {
    const grown = texts[at % Math.max(texts.length, 1)];
    if (!grown) return;
    this.#events.push({ type: 'text-appended', item: grown.id, key: grown.key, at: grown.length, text });
    grown.length += text.length;
  }

  #retitle(at: number, title: string): void {
    const tool = this.#tools[at % Math.max(this.#tools.length, 1)];
    if (tool) this.#events.push({ type: 'tool-updated', item: tool.id, patch: { title, status: 'done' } });
  }

  #end(at: number): void {
    const reply = this.#replies[at % Math.max(this.#replies.length, 1)];
    if (reply) this.#events.push({ type: 'item-ended', item: reply.id, at });
  }
}
