import { ListTree } from 'lucide-react';
import type { Head } from '../../protocol/head.ts';
import { toggleTree, useTreePanel } from '../stores/tree-panel.ts';
import { IconButton } from '../ui/button.tsx';
import { words } from '../words/words.ts';

/** Whether other sessions belong to it, or it belongs to one that spawned it. */
export const isInTree = (head: Pick<Head, 'children' | 'relationship'>): boolean =>
  head.children.length > 0 || head.relationship?.kind === 'subagent';

/** Opens and closes the tree that a session stands in. */
export function TreeButton({ head }: { readonly head: Head }) {
  const open = useTreePanel((state) => state.open);
  if (!isInTree(head)) return null;
  return (
    <IconButton
      icon={ListTree}
      label={open ? words().hideTree : words().showTree}
      aria-pressed={open}
      onClick={toggleTree}
    />
  );
}
