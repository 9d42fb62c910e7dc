import { whileBeating } from './heartbeat.ts';
import type { Confirmation, TreePorts } from './ports.ts';
import type { ToolCall } from './tool.ts';

/** Asks the person in the caller's session; they may take their time. False: no, or nobody can be asked now. */
export function confirm(
  ports: Pick<TreePorts, 'clock' | 'confirm'>,
  call: ToolCall,
  question: Confirmation,
): Promise<boolean> {
  const answer = ports.confirm(call.session, question, call.signal);
  return whileBeating(ports.clock, call, () => 'Waits for an answer of the person', answer);
}
