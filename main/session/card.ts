import type { SessionState } from '../../protocol/head.ts';
import type { ItemId } from '../../protocol/ids.ts';

/**
 * The oldest tool card of the running turn that shows a call of this tool and has no child yet: for agents that do not
 * say which of their calls is made. Each names a tool in its own way, but with its name in it.
 */
export function freeCard({ head, window }: SessionState, tool: string): ItemId | undefined {
  const taken = new Set(head.children.map(({ item }) => item));
  const card = window.items.find(
    (item) =>
      item.kind === 'tool' &&
      item.turn === head.turn?.id &&
      item.endedAt === null &&
      item.title.includes(tool) &&
      !taken.has(item.id),
  );
  return card?.id;
}
