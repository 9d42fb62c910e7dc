import { assertNever } from '../../../protocol/result.ts';
import type { Step } from './runbook.ts';

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
    case 'child':
      return `the task for @${step.handle}`;
    default:
      return assertNever(step);
  }
}

/** A span of time for a person. */
export const seconds = (ms: number) => (ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`);
const firstLine = (text: string) => text.trim().split('\n', 1)[0] ?? '';
const cut = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
