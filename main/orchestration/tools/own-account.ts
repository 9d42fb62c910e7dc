import { z } from 'zod';
import type { Command } from '../../../protocol/command.ts';
import { TITLE_CHARS_MAX } from '../../../protocol/limits.ts';
import { Progress, SUMMARY_CHARS_MAX } from '../../../protocol/progress.ts';
import { ok, refuse } from '../../../protocol/result.ts';
import type { TreePorts } from '../ports.ts';
import { wordsFor } from '../refusal-words.ts';
import { type Tool, type ToolAnswer, toolOf } from '../tool.ts';

/** What an agent says of its own session. */
export const setTitle = (ports: TreePorts): Tool =>
  toolOf({
    name: 'set_title',
    title: 'Name this session',
    description: 'Names your own session in a few words, for the person who looks at a list of many.',
    input: z.object({ title: z.string().min(1).max(TITLE_CHARS_MAX) }),
    reads: false,
    answer: ({ title }, { session }) => told(ports, { type: 'rename', sessionId: session, title, by: 'agent' }),
  });

export const setSummary = (ports: TreePorts): Tool =>
  toolOf({
    name: 'set_summary',
    title: 'Sum this session up',
    description:
      'Says in a few sentences what your work has come to so far. The person, and the agent that has spawned you, see it beside your name.',
    input: z.object({ summary: z.string().max(SUMMARY_CHARS_MAX) }),
    reads: false,
    answer: ({ summary }, { session }) => told(ports, { type: 'set-summary', sessionId: session, summary }),
  });

export const reportProgress = (ports: TreePorts): Tool =>
  toolOf({
    name: 'report_progress',
    title: 'Report progress',
    description: 'Says in one line what you are doing now and, if you know, how much of it is done.',
    input: z.object({
      text: Progress.shape.text,
      share: z.number().min(0).max(1).optional().describe('How much is done, from 0 to 1.'),
    }),
    reads: false,
    answer: ({ text, share = null }, { session }) =>
      told(ports, { type: 'report-progress', sessionId: session, progress: { text, share } }),
  });

function told(ports: TreePorts, command: Command): ToolAnswer {
  const done = ports.dispatch(command);
  return done.ok ? ok({ done: true }) : refuse(wordsFor(done.refusal));
}
