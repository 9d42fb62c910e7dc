import type { ToolCall } from '@agentclientprotocol/sdk';
import { CANCELLED, DONE, type RunContext, type StepEnd } from './context.ts';
import type { Choice } from './host.ts';

/** The second one covers every command and file of this very text, until the session ends. */
const CHOICES: readonly Choice[] = [
  { answer: 'once', name: 'Allow once' },
  { answer: 'always', name: 'Always for this runbook' },
  { answer: 'reject', name: 'Reject' },
];

/** Shows what a step is about to do and asks for it, unless the person allowed the whole runbook. */
export async function permitStep(call: ToolCall, what: string, context: RunContext): Promise<StepEnd> {
  const { host, consent, signal } = context;
  await host.startTool({ ...call, status: 'pending' });
  if (consent.given) return DONE;
  const answer = await host.ask({ ...call, status: 'pending' }, CHOICES, signal);
  if (answer === null || signal.aborted) return cancelTool(call.toolCallId, context);
  if (answer === 'reject') return failTool(call.toolCallId, 'Rejected.', `You rejected ${what}.`, context);
  if (answer === 'always') await consent.giveAlways();
  return DONE;
}

export async function cancelTool(toolCallId: string, { host }: RunContext): Promise<StepEnd> {
  await host.updateTool({ toolCallId, status: 'failed' });
  return CANCELLED;
}

/** Shows what a step would do, and that it did nothing. */
export async function showDry(call: ToolCall, note: string, { host }: RunContext): Promise<StepEnd> {
  await host.startTool({ ...call, status: 'completed', content: [...(call.content ?? []), noteOf(note)] });
  return DONE;
}

/** Ends a tool call that never came to act: `note` stands on its card, `why` stops the runbook. */
export async function failTool(toolCallId: string, note: string, why: string, { host }: RunContext): Promise<StepEnd> {
  await host.updateTool({ toolCallId, status: 'failed', content: [noteOf(note)] });
  return { kind: 'stopped', why };
}

export const noteOf = (text: string) => ({ type: 'content' as const, content: { type: 'text' as const, text } });
