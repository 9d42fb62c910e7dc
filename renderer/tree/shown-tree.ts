import { createContext } from 'react';
import type { SessionId } from '../../protocol/ids.ts';
import type { Tree } from '../../protocol/tree.ts';

const NO_TREE: Tree = { root: '' as SessionId, order: [], children: new Map() };

/** The tree that stands around a row, for what is drawn of many sessions at once. */
export const ShownTree = createContext<Tree>(NO_TREE);
