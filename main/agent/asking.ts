import { ulid } from 'ulid';
import { requestIdOf, type SessionId } from '../../protocol/ids.ts';
import { UNTITLED_CALL } from '../../protocol/permission.ts';
import { createLogger } from '../log/log.ts';
import type { Confirmation } from '../orchestration/ports.ts';
import type { Question, Report } from '../session/runner-ports.ts';
import type { Calls } from './calls.ts';
import { CANCELLED, Forms, type OpenForms } from './forms.ts';
import { outcomeOf, type Permissions, parseOptions } from './permissions.ts';
import { type Shape, shapeAt, textAt } from './shape.ts';

const ALLOW = 'allow';
/** What we ask ourselves is asked each time: it is about more than a session may. */
const CONFIRM_OPTIONS = [
  { optionId: ALLOW, kind: 'allow_once', name: 'Allow' },
  { optionId: 'reject', kind: 'reject_once', name: 'Reject' },
];

const log = createLogger('agent/asking');

type AskingPorts = {
  readonly sessionId: SessionId;
  /** The working folder. */
  readonly folder: string;
  readonly permissions: Permissions;
  readonly forms: OpenForms;
  readonly calls: Pick<Calls, 'find'>;
  /** Whether a turn runs, and may ask. */
  mayAsk(): boolean;
  /** Whether a turn was told to stop, and has not ended. */
  stopping(): boolean;
  /** News of the tool that a question is about. */
  update(update: Shape): void;
  /** Passes on what was said before a question. */
  flush(): void;
  tell(report: Report): void;
};

/** What one conversation asks a person: to permit something, and to fill something in. */
export class Asking {
  readonly #ports: AskingPorts;
  readonly #forms: Forms;

  constructor(ports: AskingPorts) {
    this.#ports = ports;
    this.#forms = new Forms(ports.sessionId, ports.forms, (report) => ports.tell(report));
  }

  /** Answers a `session/request_permission`. */
  async permit(params: Shape, signal: AbortSignal): Promise<unknown> {
    const { permissions, sessionId } = this.#ports;
    const options = parseOptions(params);
    const open = this.#ports.mayAsk();
    if (!(open || this.#ports.stopping()) || options.length === 0 || !permissions.hasRoom(sessionId)) {
      log.info('permission request without a chance', { open, options: options.length });
      return outcomeOf({ kind: 'cancelled' });
    }
    const id = requestIdOf(ulid());
    const toolCall = shapeAt(params, 'toolCall');
    const call = textAt(toolCall, 'toolCallId') || id;
    this.#ports.update({ ...toolCall, toolCallId: call, sessionUpdate: 'tool_call_update' });
    this.#ports.flush();
    const question: Question = { id, call, ...this.#subjectOf(call, toolCall), options };
    if (!open) {
      // Nobody is asked any more, but what became of it is written down.
      this.#ports.tell({ type: 'asked', question });
      this.#ports.tell({ type: 'withdrawn', requestId: id });
      return outcomeOf({ kind: 'cancelled' });
    }
    const answering = permissions.ask(this, sessionId, id, signal); // first: who is told may answer at once
    this.#ports.tell({ type: 'asked', question });
    const answer = await answering;
    if (answer === 'withdrawn') this.#ports.tell({ type: 'withdrawn', requestId: id });
    return outcomeOf(answer);
  }

  /**
   * Asks a person something of our own, as the agent would ask it, under a card of its own; false: no, or nobody may be
   * asked now.
   */
  async confirm({ title, detail }: Confirmation, signal: AbortSignal): Promise<boolean> {
    if (!this.#ports.mayAsk()) return false;
    const toolCallId = `skein-${ulid()}`;
    const card = { toolCallId, title, kind: 'other', status: 'pending', rawInput: detail };
    this.#ports.update({ sessionUpdate: 'tool_call', ...card });
    const answer = await this.permit({ toolCall: { toolCallId }, options: CONFIRM_OPTIONS }, signal);
    const allowed = textAt(shapeAt(answer as Shape, 'outcome'), 'optionId') === ALLOW;
    this.#ports.update({ sessionUpdate: 'tool_call_update', toolCallId, status: allowed ? 'completed' : 'failed' });
    return allowed;
  }

  /** Answers an `elicitation/create`; rejects with `RpcError` when it cannot be shown whole. */
  async fillIn(params: Shape, signal: AbortSignal): Promise<Shape> {
    if (!this.#ports.mayAsk()) {
      log.info('form without a chance');
      return CANCELLED;
    }
    this.#ports.flush();
    return this.#forms.ask(params, signal);
  }

  /** What a link of this id is for was done. */
  completeForm(link: string): void {
    this.#forms.complete(link);
  }

  /** Nobody will answer what this conversation has asked; what others of the session ask stays open. */
  cancelAll(): void {
    this.#ports.permissions.cancelAll(this);
    this.#forms.cancelAll();
  }

  #subjectOf(call: string, toolCall: Shape): Pick<Question, 'title' | 'command' | 'folder'> {
    const { title, command } = this.#ports.calls.find(call);
    const input = shapeAt(toolCall, 'rawInput');
    const folder = textAt(input, 'cwd') ?? textAt(input, 'workdir') ?? this.#ports.folder;
    return { title: title ?? command ?? UNTITLED_CALL, command: command ?? null, folder };
  }
}
