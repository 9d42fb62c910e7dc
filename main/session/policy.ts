import type { ToolKind } from '../../protocol/item.ts';
import type { PermissionPolicy } from '../../protocol/permission.ts';
import { assertNever } from '../../protocol/result.ts';

/** Where a call does what it does: all of it in the session's folder, or somewhere else or nobody knows where. */
export type Reach = 'inside' | 'outside';

const READS: ReadonlySet<ToolKind> = new Set(['read', 'search']);

/**
 * Whether the policy allows a call of this kind without a question. What has a command line is a command, whatever kind
 * its agent says it is.
 */
export function covers(policy: PermissionPolicy, tool: ToolKind, hasCommand: boolean, reach: Reach): boolean {
  const harmless = !hasCommand && (tool === 'think' || (READS.has(tool) && reach === 'inside'));
  switch (policy) {
    case 'ask':
      return false;
    case 'reads':
      return harmless;
    case 'edits':
      return harmless || (!hasCommand && tool === 'edit' && reach === 'inside');
    case 'all':
      return true;
    default:
      return assertNever(policy);
  }
}
