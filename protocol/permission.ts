import type { ItemId, RequestId, TurnId } from './ids.ts';

/** A question of an agent that a person must answer before it goes on. */
export type PermissionRequest = {
  readonly id: RequestId;
  readonly turn: TurnId;
  /** The tool it is about; its card holds the diff, where there is one. */
  readonly item: ItemId;
  readonly title: string;
  /** The whole command, never cut; null when it is not about a command. */
  readonly command: string | null;
  readonly folder: string;
  readonly options: readonly PermissionOption[];
  readonly at: number;
};

/**
 * What is allowed without a question. `edits`: reading, searching, thinking and editing; commands, deletions and fetches
 * are still asked for. `all`: everything, once each.
 */
export const POLICIES = ['ask', 'edits', 'all'] as const;
export type PermissionPolicy = (typeof POLICIES)[number];

export type PermissionOption = {
  readonly id: string;
  readonly kind: 'allow-once' | 'allow-always' | 'reject-once' | 'reject-always';
  readonly name: string;
};

/** `cancelled`: the turn was stopped or ended before anybody answered. */
export type PermissionAnswer =
  | { readonly kind: 'selected'; readonly optionId: string }
  | { readonly kind: 'cancelled' };
