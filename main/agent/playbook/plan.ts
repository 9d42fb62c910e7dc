import type { PlanEntry } from '@agentclientprotocol/sdk';

/** The plan while its entry number `at` is worked on (-1: before the first). A halted entry waits to be taken up again. */
export function planAt(
  entries: readonly string[],
  at: number,
  phase: 'running' | 'halted' | 'finished',
): readonly PlanEntry[] {
  return entries.map((content, index) => ({ content, priority: 'medium', status: statusOf(index) }));

  function statusOf(index: number): PlanEntry['status'] {
    if (phase === 'finished' || index < at) return 'completed';
    return index === at && phase === 'running' ? 'in_progress' : 'pending';
  }
}
