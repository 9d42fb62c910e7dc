import type { Command } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { FormRequest } from '../../protocol/form.ts';
import { checkForm } from '../../protocol/form-check.ts';
import type { Head } from '../../protocol/head.ts';
import type { RequestId, TurnId } from '../../protocol/ids.ts';
import { FORMS_MAX } from '../../protocol/limits.ts';
import { ok, refuse } from '../../protocol/result.ts';
import type { Decision } from './open-turn.ts';
import type { FormQuestion } from './runner-ports.ts';

/** The first answer counts. What was filled in is checked here, and is in no event. */
export function answerForm(head: Head, command: Extract<Command, { type: 'answer-form' }>): Decision {
  const form = head.forms.find((open) => open.id === command.requestId);
  if (!form) return refuse({ code: 'already-answered' });
  const { answer } = command;
  const unfit = answer.kind === 'sent' ? unfitFields(form, answer.values) : [];
  if (unfit.length > 0) return refuse({ code: 'form-unfit', fields: unfit });
  return ok([{ type: 'form-answered', form: form.id, how: answer.kind }]);
}

type Values = Parameters<typeof checkForm>[1];

/** As a person knows them; a value that belongs to no field goes by its key. */
function unfitFields({ ask }: FormRequest, values: Values): readonly string[] {
  const fields = ask.kind === 'fields' ? ask.fields : [];
  return [...checkForm(fields, values).keys()].map((key) => fields.find((field) => field.key === key)?.label ?? key);
}

/** A form of a turn that runs; none while it is being stopped, or when too many are open. */
export function formAsked(head: Head, question: FormQuestion, turn: TurnId, at: number): readonly SessionEvent[] {
  if (head.turn?.phase.kind === 'stopping' || head.forms.length >= FORMS_MAX) return [];
  return [{ type: 'form-asked', form: { ...question, turn, at } }];
}

/** Nothing when it was answered already. */
export const formClosed = (head: Head, form: RequestId, how: 'sent' | 'cancelled'): readonly SessionEvent[] =>
  head.forms.some((open) => open.id === form) ? [{ type: 'form-answered', form, how }] : [];
