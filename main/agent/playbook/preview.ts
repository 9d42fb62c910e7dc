import { ulid } from 'ulid';
import { fenced } from './fence.ts';
import type { Answer, Choice, RunbookHost } from './host.ts';
import { noteOf } from './permission.ts';
import type { Runbook, Step } from './runbook.ts';
import type { Task } from './task.ts';

const CHOICES: readonly Choice[] = [
  { answer: 'once', name: 'Allow once' },
  { answer: 'always', name: 'Always, while its text stays the same' },
  { answer: 'reject', name: 'Reject' },
];

/** Everything that a runbook would do, in full, as Markdown. */
export function previewText(path: string, runbook: Runbook): string {
  const lines = runbook.steps.flatMap(linesOf);
  return `\`${path}\` comes from this folder. This is all that it will do, in this order:\n\n${lines.join('\n\n')}`;
}

function linesOf(step: Step): readonly string[] {
  if (step.kind === 'command') return [fenced(step.language, step.text)];
  if (step.kind === 'file') return [`Write \`${step.path}\`:`, fenced('', step.text.replace(/\n$/, ''))];
  if (step.kind === 'spawn') return [`Start ${taskWords(step.task)}:`, fenced('', step.task.text)];
  return [];
}

/** Everything about a task but its text. */
function taskWords({ agent, title, worktree, folder, background }: Task): string {
  const where = [
    worktree === true ? ' in a work tree of its own' : worktree === null ? '' : ` in a work tree on \`${worktree}\``,
    folder === null ? '' : ` in \`${folder}\``,
    background ? ', in the background' : '',
  ];
  return `${agent === null ? 'an agent' : `@${agent}`} for “${title}”${where.join('')}`;
}

/** Asks once for a runbook as a whole; null when cancelled. */
export async function permitRunbook(
  path: string,
  runbook: Runbook,
  host: RunbookHost,
  signal: AbortSignal,
): Promise<Answer | null> {
  const commands = runbook.steps.flatMap((step) => (step.kind === 'command' ? [step.text] : []));
  const files = runbook.steps.flatMap((step) => (step.kind === 'file' ? [step.path] : []));
  const agents = runbook.steps.flatMap((step) => (step.kind === 'spawn' ? [runbook.entries[step.entry]] : []));
  const toolCallId = ulid();
  const call = {
    toolCallId,
    title: `Run this runbook: ${path}`,
    kind: 'execute' as const,
    status: 'pending' as const,
    rawInput: { runbook: path, commands, files, ...(agents.length > 0 && { agents }) },
  };
  await host.startTool(call);
  const answer = await host.ask(call, CHOICES, signal);
  const allowed = answer === 'once' || answer === 'always';
  const note = allowed ? 'Allowed.' : answer === null ? 'Not answered.' : 'Rejected.';
  await host.updateTool({ toolCallId, status: allowed ? 'completed' : 'failed', content: [noteOf(note)] });
  return answer;
}
