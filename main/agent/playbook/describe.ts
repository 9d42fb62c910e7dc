import { assertNever } from '../../../protocol/result.ts';
import type { JoinStep, Step } from './runbook.ts';

/** What a step is, in a few words of Markdown. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'heading':
      return `“${step.text}”`;
    case 'prose':
    case 'thought':
      return `“${cut(firstLine(step.text))}”`;
    case 'command':
      return `\`${cut(firstLine(step.text))}\``;
    case 'file':
      return `writing \`${step.path}\``;
    case 'wait':
      return `a wait of ${seconds(step.ms)}`;
    case 'spawn':
      return `the task “${step.task.title}”${step.task.agent === null ? '' : ` for @${step.task.agent}`}`;
    case 'join':
      return describeJoin(step.of);
    case 'fault':
      return 'a block that is amiss';
    default:
      return assertNever(step);
  }
}

/** Which agents are waited for. */
export function describeJoin(of: JoinStep['of']): string {
  if (of.kind === 'named') return `the wait for ${of.titles.map((title) => `“${title}”`).join(', ')}`;
  return of.kind === 'any' ? 'the wait for the first agent' : 'the wait for all agents';
}

/** A span of time for a person. */
export const seconds = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);
const firstLine = (text: string) => text.trim().split('\n', 1)[0] ?? '';
const cut = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
