import type { Command, Refusal } from '../../protocol/command.ts';
import type { Head } from '../../protocol/head.ts';
import { RULES_MAX } from '../../protocol/limits.ts';
import type { PermissionOption, PermissionRequest, Rule, Verdict } from '../../protocol/permission.ts';
import { ok, type Result, refuse } from '../../protocol/result.ts';
import type { Decision, Facts } from './open-turn.ts';
import { decisionOf, noted } from './permission.ts';

type AnswerCommand = Extract<Command, { type: 'answer' }>;

/** The first answer counts; whoever comes later is told how it was decided. */
export function answer(head: Head, command: AnswerCommand, facts: Facts): Decision {
  const request = head.requests.find((open) => open.id === command.requestId);
  if (!request) return refuse(answeredAlready(command, facts));
  const option = request.options.find((offered) => offered.id === command.optionId);
  if (!option) return refuse({ code: 'unknown-option' });
  const remembered = ruleOf(head, command, request, option, facts);
  if (!remembered.ok) return remembered;
  const by = { kind: 'person', window: command.window ?? null } as const;
  const rule = remembered.value;
  const outcome = rule ? ({ verdict: 'always', by, made: rule.id } as const) : { verdict: verdictOf(option), by };
  const decision = decisionOf(request, outcome, facts.now);
  const selected = { kind: 'selected', optionId: option.id } as const;
  return ok([{ type: 'answered', answer: selected, decision, ...(rule && { rule }) }, noted(decision)]);
}

function answeredAlready({ requestId }: AnswerCommand, facts: Facts): Refusal {
  const known = facts.decision(requestId);
  return known ? { code: 'already-answered', verdict: known.verdict, by: known.by } : { code: 'already-answered' };
}

/** The rule to be made, if one was asked for. The agent is told no more than that this one call is allowed. */
function ruleOf(
  head: Head,
  { remember }: AnswerCommand,
  { scope }: PermissionRequest,
  option: PermissionOption,
  facts: Facts,
): Result<Rule | undefined, Refusal> {
  if (remember === undefined) return ok(undefined);
  if (!scope || option.kind !== 'allow-once') return refuse({ code: 'not-rememberable' });
  const id = facts.ruleFor(head.agentId, scope);
  if (!id && facts.rulesHeld >= RULES_MAX) return refuse({ code: 'too-many-rules', maxRules: RULES_MAX });
  return ok({ id: id ?? remember, agentId: head.agentId, ...scope, madeAt: facts.now, session: head.id });
}

function verdictOf({ kind }: PermissionOption): Verdict {
  if (kind === 'allow-once') return 'once';
  return kind === 'allow-always' ? 'always' : 'rejected';
}
