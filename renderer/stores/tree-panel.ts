import { create } from 'zustand';
import type { SessionId } from '../../protocol/ids.ts';
import { NARROW_PX, select } from './window.ts';

const OPEN_KEY = 'skein.tree';

export const TREE_TABS = ['outline', 'graph', 'timeline'] as const;
export type TreeTab = (typeof TREE_TABS)[number];

type TreePanel = {
  readonly open: boolean;
  readonly tab: TreeTab;
  /** It takes the place of the conversation, until something is gone to. */
  readonly wide: boolean;
  /** Those whose children are folded away in the outline. */
  readonly folded: ReadonlySet<SessionId>;
  /** The outline shows only what needs a person. */
  readonly needing: boolean;
};

/** How this window shows trees; the same for each of them. */
export const useTreePanel = create<TreePanel>()(() => ({
  open: localStorage.getItem(OPEN_KEY) === 'shown' && window.innerWidth > NARROW_PX,
  tab: 'outline',
  wide: false,
  folded: new Set(),
  needing: false,
}));

export function toggleTree(): void {
  const open = !useTreePanel.getState().open;
  useTreePanel.setState({ open, wide: false });
  localStorage.setItem(OPEN_KEY, open ? 'shown' : 'hidden');
}

export const showTreeTab = (tab: TreeTab) => useTreePanel.setState({ tab });
export const toggleWide = () => useTreePanel.setState(({ wide }) => ({ wide: !wide }));
export const leaveWide = () => useTreePanel.setState({ wide: false });
export const toggleNeeding = () => useTreePanel.setState(({ needing }) => ({ needing: !needing }));

export function fold(ids: readonly SessionId[], folds: boolean): void {
  useTreePanel.setState(({ folded }) => {
    const others = new Set([...folded].filter((id) => !ids.includes(id)));
    return { folded: folds ? new Set([...others, ...ids]) : others };
  });
}

/** Shows a session of the tree; what lies over the conversation makes way for it. */
export function goInTree(id: SessionId): void {
  if (window.innerWidth <= NARROW_PX) toggleTree();
  leaveWide();
  select(id);
}
