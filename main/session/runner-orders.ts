import type { Head } from '../../protocol/head.ts';
import { assertNever } from '../../protocol/result.ts';
import type { OwnCommand } from './decide.ts';
import type { PathCommand } from './path.ts';
import type { TurnRunner } from './runner-ports.ts';

/** Terminals that are shown a second time have a key that ends in this and a number. */
const SHOWN_AGAIN = /~\d+$/;

/** Tells the runner what has just been recorded. A turn that was opened has been started already. */
export function carryOut(command: OwnCommand | PathCommand, before: Head, head: Head, runner: TurnRunner): void {
  switch (command.type) {
    case 'stop':
    case 'steer':
      if (before.turn?.phase.kind !== 'stopping' && head.turn?.phase.kind === 'stopping') {
        runner.stop(head.turn.id);
      }
      return;
    case 'terminate':
      if (head.turn) runner.terminate(head.turn.id);
      return;
    case 'run-alongside':
      runner.runAlongside(command.turnId);
      return;
    case 'interrupt-terminal':
      runner.interruptTerminal(head.id, command.key.replace(SHOWN_AGAIN, ''));
      return;
    case 'set-option':
      runner.configure(head.id, command.optionId, command.value);
      return;
    case 'answer':
      runner.answer(head.id, command.requestId, { kind: 'selected', optionId: command.optionId });
      return;
    case 'answer-form':
      runner.answerForm(head.id, command.requestId, command.answer);
      return;
    case 'prompt':
    case 'queue':
    case 'edit':
    case 'switch-branch':
    case 'edit-queued':
    case 'move-queued':
    case 'unqueue':
    case 'release-queue':
    case 'resume':
    case 'retry':
    case 'rename':
    case 'set-summary':
    case 'report-progress':
    case 'set-budget':
    case 'clear-error':
    case 'pin':
    case 'archive':
    case 'mark':
      return;
    default:
      assertNever(command);
  }
}
