import { ulid } from 'ulid';
import type { FormAnswer, FormAsk, FormFault } from '../../protocol/form.ts';
import { type RequestId, requestIdOf, type SessionId } from '../../protocol/ids.ts';
import { FORMS_MAX } from '../../protocol/limits.ts';
import { assertNever } from '../../protocol/result.ts';
import { createLogger } from '../log/log.ts';
import type { Report } from '../session/runner-ports.ts';
import { parseForm } from './parse-form.ts';
import { Questions } from './questions.ts';
import { invalidParams } from './rpc-error.ts';
import { type Shape, textAt } from './shape.ts';

const log = createLogger('agent/forms');

export type OpenForms = Questions<FormAnswer>;
export const createOpenForms = (): OpenForms => new Questions<FormAnswer>(FORMS_MAX);

/** The answer to a form that nobody is shown. */
export const CANCELLED: Shape = { action: 'cancel' };

/** What one conversation asks a person to fill in. */
export class Forms {
  readonly #session: SessionId;
  readonly #open: OpenForms;
  readonly #tell: (report: Report) => void;
  /** Open links by the agent's own id of them. */
  readonly #links = new Map<string, RequestId>();

  constructor(session: SessionId, open: OpenForms, tell: (report: Report) => void) {
    this.#session = session;
    this.#open = open;
    this.#tell = tell;
  }

  /** Answers an `elicitation/create`; throws `RpcError` when it cannot be shown whole. */
  async ask(params: Shape, signal: AbortSignal): Promise<Shape> {
    if (!this.#open.hasRoom(this.#session)) {
      log.info('one form too many');
      return CANCELLED;
    }
    const parsed = parseForm(params);
    if (!parsed.ok) {
      this.#tell({ type: 'form-refused', fault: parsed.refusal });
      throw invalidParams(wordsOf(parsed.refusal));
    }
    const id = requestIdOf(ulid());
    const link = parsed.value.ask.kind === 'link' ? textAt(params, 'elicitationId') : undefined;
    if (link !== undefined) this.#links.set(link, id);
    const answering = this.#open.ask(this, this.#session, id, signal); // first: who is told may answer at once
    this.#tell({ type: 'form-asked', question: { id, ...parsed.value } });
    const answer = await answering;
    if (link !== undefined && this.#links.get(link) === id) this.#links.delete(link);
    if (answer === 'withdrawn') this.#tell({ type: 'form-closed', requestId: id, how: 'cancelled' });
    return answer === 'withdrawn' ? CANCELLED : outcomeOf(answer, parsed.value.ask);
  }

  /** The agent says that what a link is for was done. Nothing happens when the person was first. */
  complete(link: string): void {
    const id = this.#links.get(link);
    if (id === undefined) return;
    this.#open.answer(this.#session, id, { kind: 'sent', values: {} });
    this.#tell({ type: 'form-closed', requestId: id, how: 'sent' });
  }

  cancelAll(): void {
    this.#open.cancelAll(this);
  }
}

/** The answer in the protocol's words (`CreateElicitationResponse`). */
function outcomeOf(answer: FormAnswer, ask: FormAsk): Shape {
  if (answer.kind === 'cancelled') return CANCELLED;
  if (answer.kind === 'declined') return { action: 'decline' };
  return ask.kind === 'link' ? { action: 'accept' } : { action: 'accept', content: answer.values };
}

/** For the agent, and whoever reads its log. */
function wordsOf(fault: FormFault): string {
  switch (fault.code) {
    case 'unknown-form':
      return `Elicitations of mode ${fault.mode} are not supported`;
    case 'unknown-field':
      return `The field ${fault.field} is of a kind that is not supported`;
    case 'unknown-rule':
      return `The format or pattern of the field ${fault.field} is not supported`;
    case 'bad-link':
      return 'The address is not http or https, or has a user name in it';
    case 'too-long':
      return 'The form is too long';
    case 'malformed':
      return 'The form is not as the schema of the protocol has it';
    default:
      return assertNever(fault);
  }
}
