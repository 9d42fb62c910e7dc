import { type PermissionPolicy, stricterOf } from '../../protocol/permission.ts';

/** Characters of the parent's title in what is held: the policy stands behind it. */
const TITLE_CHARS_MAX = 24;

/** What a session may take from its parent. */
export type Inheriting = {
  /** What the parent is called, and what it allows now. */
  readonly parent: string;
  readonly policy: PermissionPolicy;
  /** Whether the session allows that because its parent does. */
  readonly held: boolean;
  onInherit(): void;
};

/** What a person must have read before a choice counts. */
export type Needed = 'all' | 'wider';

export const isWider = (one: PermissionPolicy, other: PermissionPolicy): boolean => stricterOf(one, other) !== one;

/** Null: nothing. Only more than before needs it, and what is not everything only when the parent does not allow it. */
export function neededFor(
  chosen: PermissionPolicy,
  before: PermissionPolicy,
  parent: PermissionPolicy | undefined,
): Needed | null {
  if (!isWider(chosen, before)) return null;
  if (chosen === 'all') return 'all';
  return parent !== undefined && isWider(chosen, parent) ? 'wider' : null;
}

export function cutTitle(title: string): string {
  const chars = [...title];
  if (chars.length <= TITLE_CHARS_MAX) return title;
  return `${chars
    .slice(0, TITLE_CHARS_MAX - 1)
    .join('')
    .trimEnd()}…`;
}
