import type { ToolKind } from '../../protocol/item.ts';
import type { PermissionOption, PermissionPolicy } from '../../protocol/permission.ts';
import { assertNever } from '../../protocol/result.ts';

const EDITS: ReadonlySet<ToolKind> = new Set(['read', 'search', 'think', 'edit']);

/**
 * The option that the policy takes without a question, or undefined when a person must be asked. Never one that holds
 * beyond this call: a policy can be taken back, and what was granted with it must be over then.
 */
export function grantedBy(
  policy: PermissionPolicy,
  tool: ToolKind,
  options: readonly PermissionOption[],
): PermissionOption | undefined {
  return covers(policy, tool) ? options.find((option) => option.kind === 'allow-once') : undefined;
}

function covers(policy: PermissionPolicy, tool: ToolKind): boolean {
  switch (policy) {
    case 'ask':
      return false;
    case 'edits':
      return EDITS.has(tool);
    case 'all':
      return true;
    default:
      return assertNever(policy);
  }
}
