import type { z } from 'zod';
import type { SessionId } from '../../protocol/ids.ts';
import type { Result } from '../../protocol/result.ts';

/** One call of a tool, by the agent of a session. */
export type ToolCall = {
  /** Whose agent calls. */
  readonly session: SessionId;
  /** Aborted when the caller gave up, or its key has ended. */
  readonly signal: AbortSignal;
  /** What the agent itself calls this call, when it says so: the id of the tool call that its session shows. */
  readonly callId: string | undefined;
  /** Tells the caller that the call is not forgotten; nothing happens when it did not ask for that. */
  progress(message: string): void;
};

/**
 * What a model is given back: a value that it reads as JSON, or a sentence that says what was wrong and what to do
 * instead.
 */
export type ToolAnswer = Result<Readonly<Record<string, unknown>>, string>;

/** A tool as agents see it. `answer` never rejects for what a model did. */
export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** It changes nothing. */
  readonly reads: boolean;
  answer(input: unknown, call: ToolCall): Promise<ToolAnswer> | ToolAnswer;
};

/** Lets the answer of a tool trust the type of its input: what does not parse never comes to it. */
export function toolOf<Input extends z.ZodObject>(
  tool: Omit<Tool, 'input' | 'answer'> & {
    readonly input: Input;
    answer(input: z.output<Input>, call: ToolCall): Promise<ToolAnswer> | ToolAnswer;
  },
): Tool {
  return { ...tool, answer: (input, call) => tool.answer(input as z.output<Input>, call) };
}
