import { type PermissionPolicy, stricterOf } from '../../protocol/permission.ts';

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
