import type { SessionState } from '../../protocol/head.ts';
import type { ItemId } from '../../protocol/ids.ts';
import type { ToolItem } from '../../protocol/item.ts';

/** The one tool card of the running turn that shows no child yet; undefined when there is none, or more than one. */
export function onlyCard(state: SessionState): ItemId | undefined {
  const [card, another] = freeCards(state);
  return another ? undefined : card?.id;
}

/**
 * The oldest tool card of the running turn that shows a call of this tool and has no child yet: for agents that do not
 * say which of their calls is made. Each names a tool in its own way, but with its name in it.
 */
export const freeCard = (state: SessionState, tool: string): ItemId | undefined =>
  freeCards(state).find(({ title }) => title.includes(tool))?.id;

function freeCards({ head, window }: SessionState): readonly ToolItem[] {
  const taken = new Set(head.children.map(({ item }) => item));
  return window.items
    .filter((item) => item.kind === 'tool')
    .filter((item) => item.turn === head.turn?.id && item.endedAt === null && !taken.has(item.id));
}
