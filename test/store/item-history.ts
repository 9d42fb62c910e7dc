import fc from 'fast-check';
import type { SessionEvent, ToolPatch } from '../../protocol/event.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { Item, ToolItem, ToolPart } from '../../protocol/item.ts';
import { reduceItem } from '../../protocol/reduce.ts';
import { EMPTY_TEXT, textOf } from '../../protocol/text.ts';
import { itemIdNumber, turnIdNumber, words } from '../support/arbitraries.ts';

type Step =
  | { readonly do: 'add'; readonly kind: Item['kind']; readonly text: string }
  | { readonly do: 'say'; readonly pick: number; readonly text: string; readonly times: number }
  | { readonly do: 'repeat'; readonly pick: number; readonly share: number }
  | { readonly do: 'show'; readonly pick: number; readonly change: 'more' | 'less' | 'diff' | 'title' }
  | { readonly do: 'end'; readonly pick: number; readonly at: number | null }
  | { readonly do: 'late'; readonly pick: number; readonly text: string }
  | { readonly do: 'commit' };

const pick = fc.nat(1000);
/** Words, and the halves of a character that an agent's packets have parted. */
const said = fc.oneof(
  { weight: 8, arbitrary: words },
  { weight: 1, arbitrary: fc.constantFrom('a\ud83e', '\uddf5b', '\0', '\uddf5\ud83e') },
);
/** Few texts are long; those go beyond what is kept whole, and fill rows to their edges. */
const times = fc.oneof(
  { weight: 12, arbitrary: fc.constant(1) },
  { weight: 2, arbitrary: fc.constantFrom(300, 5_000, 20_000) },
);
const kind = fc.constantFrom<Item['kind']>('prompt', 'reply', 'reply', 'thought', 'tool', 'tool', 'notice');
const change = fc.constantFrom('more', 'more', 'less', 'diff', 'title');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), kind, text: words }) },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('say' as const), pick, text: said, times }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('repeat' as const),
      pick,
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('show' as const), pick, change }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('end' as const), pick, at: fc.option(fc.nat(99), { freq: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), pick, text: said }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
);

export type ItemHistory = {
  /** Each is committed at once. */
  readonly batches: readonly (readonly SessionEvent[])[];
  /** Whole texts by item and key, `''` for the only one; those that are still shown. */
  readonly texts: ReadonlyMap<ItemId, ReadonlyMap<string, string>>;
};

/** What may happen to items: texts that grow beyond every limit, parts that come and go, late and repeated words. */
export const itemHistory: fc.Arbitrary<ItemHistory> = fc
  .array(step, { minLength: 1, maxLength: 70, size: 'max' })
  .map((steps) => new ItemHistorian().write(steps));

class ItemHistorian {
  readonly #batches: SessionEvent[][] = [[]];
  readonly #items: Item[] = [];
  readonly #texts = new Map<ItemId, Map<string, string>>();
  #keys = 0;

  write(steps: readonly Step[]): ItemHistory {
    this.#add('reply', '');
    for (const step of steps) this.#take(step);
    return { batches: this.#batches, texts: this.#texts };
  }

  #take(step: Step): void {
    if (step.do === 'commit') this.#batches.push([]);
    else if (step.do === 'add') this.#add(step.kind, step.text);
    else if (step.do === 'say') this.#say(step.pick, step.text.repeat(step.times));
    else if (step.do === 'repeat') this.#repeat(step.pick, step.share);
    else if (step.do === 'show') this.#show(step.pick, step.change);
    else if (step.do === 'end') this.#end(step.pick, step.at);
    else this.#late(step.pick, step.text);
  }

  #add(kind: Item['kind'], text: string): void {
    const n = this.#items.length;
    const placed = { id: itemIdNumber(n), turn: turnIdNumber(0), order: n * 3, at: n };
    const texts = new Map<string, string>();
    if (kind !== 'tool' && kind !== 'notice') texts.set('', kind === 'prompt' ? text : '');
    this.#texts.set(placed.id, texts);
    const item = newItem(kind, placed, text);
    this.#items.push(item);
    this.#tell({ type: 'item-added', item });
  }

  #say(pick: number, text: string): void {
    const grown = this.#grown(pick);
    if (grown) this.#append(grown.item, grown.key, grown.text.length, text);
  }

  /** Words that came before come again, and with them one that is new. */
  #repeat(pick: number, share: number): void {
    const grown = this.#grown(pick);
    if (!grown) return;
    const at = Math.floor(share * grown.text.length);
    this.#append(grown.item, grown.key, at, `${grown.text.slice(at)}!`);
  }

  #append(item: ItemId, key: string, at: number, text: string): void {
    const texts = this.#texts.get(item);
    texts?.set(key, (texts.get(key) ?? '').slice(0, at) + text);
    const kind = this.#items.find((known) => known.id === item)?.kind;
    this.#tell({ type: 'text-appended', item, key: kind === 'tool' ? key : null, at, text });
  }

  #show(pick: number, change: Extract<Step, { do: 'show' }>['change']): void {
    const tools = this.#items.filter((item) => item.kind === 'tool');
    const tool = tools[pick % Math.max(1, tools.length)];
    if (!tool) return;
    this.#tell({ type: 'tool-updated', item: tool.id, patch: this.#patchOf(tool, change) });
  }

  #patchOf(tool: ToolItem, change: Extract<Step, { do: 'show' }>['change']): ToolPatch {
    const texts = this.#texts.get(tool.id);
    const parts = tool.parts.map(withoutText);
    if (change === 'title') return { title: `${tool.title}.`, status: 'running' };
    if (change === 'diff') {
      const hunks = [{ oldStart: 1, newStart: 1, lines: ['-a', '+b'] }];
      const diff = { path: 'a', change: 'edited', added: 1, removed: 1, hunks, omittedLines: 0 } as const;
      return { parts: [...parts, { type: 'diff', ...diff }] };
    }
    if (change === 'less') {
      const gone = parts[0];
      if (gone && gone.type !== 'diff') texts?.delete(gone.key);
      return { parts: parts.slice(1) };
    }
    const key = `${this.#keys++}.1`;
    texts?.set(key, '');
    const odd = this.#keys % 2 === 1;
    const shown = { type: 'terminal', key, command: 'ls', folder: '/src', exit: null } as const;
    return { parts: [odd ? shown : { type: 'text', key }, ...parts] };
  }

  #end(pick: number, at: number | null): void {
    const item = this.#items[pick % this.#items.length];
    if (!item || item.kind === 'prompt' || item.kind === 'notice') return;
    if (item.kind === 'tool') this.#tell({ type: 'tool-updated', item: item.id, patch: { endedAt: at } });
    else this.#tell({ type: 'item-ended', item: item.id, at });
  }

  #late(pick: number, text: string): void {
    this.#end(pick, null);
    this.#say(pick, text);
    this.#end(pick, 100);
  }

  #grown(pick: number) {
    const all = this.#items
      .filter(grows)
      .flatMap(({ id }) => [...(this.#texts.get(id) ?? [])].map(([key, text]) => ({ item: id, key, text })));
    return all[pick % Math.max(1, all.length)];
  }

  #tell(event: SessionEvent): void {
    this.#batches.at(-1)?.push(event);
    if (event.type !== 'tool-updated') return;
    const place = this.#items.findIndex((item) => item.id === event.item);
    const item = this.#items[place];
    if (item) this.#items[place] = reduceItem(item, event);
  }
}

const grows = (item: Item) => item.kind !== 'prompt' && item.kind !== 'notice';

function withoutText(part: ToolPart) {
  if (part.type === 'diff') return part;
  const { text: _, ...shown } = part;
  return shown;
}

function newItem(kind: Item['kind'], placed: Pick<Item, 'id' | 'turn' | 'order' | 'at'>, text: string): Item {
  switch (kind) {
    case 'prompt':
      return { ...placed, kind, text: textOf(text) };
    case 'notice':
      return { ...placed, kind, notice: { code: 'from-agent', level: 'info', text } };
    case 'tool':
      return {
        ...placed,
        kind,
        title: text,
        tool: 'run',
        status: 'running',
        input: '{}',
        locations: [],
        parts: [],
        endedAt: null,
      };
    default:
      return { ...placed, kind, text: EMPTY_TEXT, endedAt: null };
  }
}
