import type { PlanEntry } from '@agentclientprotocol/sdk';
import type { Child } from './child.ts';
import type { Runbook } from './runbook.ts';

/**
 * The plan while the heading at place `at` is worked on (-1: before the first). A halted entry waits to be taken up
 * again. A task is worked on from when its agent was started until its answer was collected.
 */
export function planAt(
  { entries, steps }: Pick<Runbook, 'entries' | 'steps'>,
  at: number,
  phase: 'running' | 'halted' | 'finished',
  children: readonly Child[],
): readonly PlanEntry[] {
  const tasks = new Set(steps.flatMap((step) => (step.kind === 'spawn' ? [step.entry] : [])));
  const begun = phase === 'running' ? 'in_progress' : 'pending';
  return entries.map((content, index) => ({ content, priority: 'medium', status: statusOf(index) }));

  function statusOf(index: number): PlanEntry['status'] {
    if (phase === 'finished') return 'completed';
    if (tasks.has(index)) return ofTask(children.find(({ entry }) => entry === index));
    if (index === at) return begun;
    return index < at ? 'completed' : 'pending';
  }

  function ofTask(child: Child | undefined): PlanEntry['status'] {
    if (!child) return 'pending';
    return child.collected ? 'completed' : begun;
  }
}
