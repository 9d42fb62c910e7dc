import type { Refusal } from '../../protocol/command.ts';
import type { SessionEvent } from '../../protocol/event.ts';
import type { Head } from '../../protocol/head.ts';
import { type AgentOption, heldValue, isOffered, type OptionValue } from '../../protocol/option.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Decision } from './open-turn.ts';

/** A choice holds once the agent has taken it up; until then it is wanted, and survives a restart. */
export function setOption(head: Head, optionId: string, value: OptionValue): Decision {
  const option = head.options.find((offered) => offered.id === optionId);
  if (!option) return refuse({ code: 'unknown-option' });
  if (!isOffered(option, value)) return refuse({ code: 'not-offered', option: option.name });
  if (heldValue(option) === value) return ok([]);
  return ok([optionsSet(head.options.map((other) => (other === option ? wanting(option, value) : other)))]);
}

/** What an agent offers, each with what is wanted of it; undefined chosen ones keep the agent's own. */
export function chosenFrom(
  offers: readonly AgentOption[],
  chosen: Readonly<Record<string, OptionValue>>,
): Result<readonly AgentOption[], Refusal> {
  for (const [id, value] of Object.entries(chosen)) {
    const option = offers.find((offered) => offered.id === id);
    if (!option) return refuse({ code: 'unknown-option' });
    if (!isOffered(option, value)) return refuse({ code: 'not-offered', option: option.name });
  }
  return ok(
    offers.map((option) => {
      const value = chosen[option.id];
      return value === undefined ? { ...option, wanted: null } : wanting(option, value);
    }),
  );
}

/**
 * The agent has said what it offers. What is wanted stays wanted until it holds or, for `settled`, until the agent has
 * answered, whatever that was.
 */
export function offered(head: Head, options: readonly AgentOption[], settled?: string): readonly SessionEvent[] {
  const next = options.map((option): AgentOption => {
    const wanted = head.options.find((known) => known.id === option.id)?.wanted ?? null;
    return wanted === null || option.id === settled ? { ...option, wanted: null } : wanting(option, wanted);
  });
  return JSON.stringify(next) === JSON.stringify(head.options) ? [] : [optionsSet(next)];
}

/** An agent that was started again begins with values of its own: what held before is wanted of it. */
export function offeredAnew(head: Head, options: readonly AgentOption[]): readonly SessionEvent[] {
  const next = options.map((option): AgentOption => {
    const known = head.options.find(({ id }) => id === option.id);
    return known ? wanting(option, heldValue(known)) : { ...option, wanted: null };
  });
  return JSON.stringify(next) === JSON.stringify(head.options) ? [] : [optionsSet(next)];
}

/** All that is to hold before a prompt; the agent is told what does not. */
export const heldOf = (options: readonly AgentOption[]): Readonly<Record<string, OptionValue>> =>
  Object.fromEntries(options.map((option) => [option.id, heldValue(option)]));

/** As offered by an agent whose session is a new one: what held in the old one is wanted of it. */
export const wantingAll = (options: readonly AgentOption[]): readonly AgentOption[] =>
  options.map((option) => ({ ...option, wanted: heldValue(option) }));

const wanting = (option: AgentOption, value: OptionValue): AgentOption => ({
  ...option,
  wanted: option.choice.value === value || !isOffered(option, value) ? null : value,
});

const optionsSet = (options: readonly AgentOption[]): SessionEvent => ({ type: 'options-set', options });
