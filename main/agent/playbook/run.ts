import { assertNever } from '../../../protocol/result.ts';
import { runCommand } from './command.ts';
import { CANCELLED, DONE, type RunContext, type StepContext, type StepEnd } from './context.ts';
import { seconds } from './describe.ts';
import { writeStep } from './edit.ts';
import { joinChildren } from './join.ts';
import { narrate, pauseUnless } from './pace.ts';
import { planAt } from './plan.ts';
import type { Runbook, Step } from './runbook.ts';
import { spawnChild } from './spawn.ts';

type RunEnd = { readonly kind: 'finished' } | Exclude<StepEnd, { readonly kind: 'done' }>;

/** Runs the steps from `from` on, one after the other, until one stops it. */
export async function runSteps(runbook: Runbook, from: number, context: RunContext): Promise<RunEnd> {
  const { host, signal } = context;
  let entry = entryAt(runbook, from);
  const showPlan = async (phase: 'running' | 'halted' | 'finished') => {
    if (runbook.entries.length > 0) await host.plan(planAt(runbook, entry, phase, context.children.list));
  };
  await showPlan('running');
  for (const [index, step] of runbook.steps.entries()) {
    if (index < from) continue;
    if (step.kind === 'heading' && step.entry !== null) {
      entry = step.entry;
      await showPlan('running');
    }
    const end = signal.aborted ? CANCELLED : await takeStep(step, index, context);
    if (end.kind !== 'done') {
      await showPlan('halted');
      return end;
    }
    if (step.kind === 'spawn' || step.kind === 'join') await showPlan('running');
  }
  await showPlan('finished');
  return { kind: 'finished' };
}

/** Runs a step and remembers how far that got; what was only shown is still to be done. */
async function takeStep(step: Step, index: number, context: RunContext): Promise<StepEnd> {
  const drafts = context.dry();
  const counts = acts(step) && !drafts;
  if (counts) await context.reached(index);
  const end = context.signal.aborted ? CANCELLED : await runStep(step, { ...context, drafts });
  if (counts && end.kind === 'done') await context.reached(index + 1);
  return end;
}

/** Steps after which progress is kept; what is only told may be told twice. */
const acts = ({ kind }: Step) => kind !== 'heading' && kind !== 'prose' && kind !== 'thought';

/** The place in the plan of the step at `from`; -1 before the first. */
function entryAt(runbook: Runbook, from: number): number {
  const before = runbook.steps.slice(0, from + 1).findLast((step) => step.kind === 'heading' && step.entry !== null);
  return before?.kind === 'heading' ? (before.entry ?? -1) : -1;
}

async function runStep(step: Step, context: StepContext): Promise<StepEnd> {
  const { host, pace, signal, drafts } = context;
  const tell = async (text: string): Promise<StepEnd> => {
    await narrate(`${text}\n\n`, (piece) => host.say(piece), pace, signal);
    return signal.aborted ? CANCELLED : DONE;
  };
  switch (step.kind) {
    case 'heading':
      return tell(`${'#'.repeat(step.level)} ${step.text}`);
    case 'prose':
      return tell(step.text);
    case 'thought':
      await narrate(step.text, (piece) => host.think(piece), pace, signal);
      return signal.aborted ? CANCELLED : DONE;
    case 'wait':
      if (drafts) return tell(`Here it would wait ${seconds(step.ms)}.`);
      await host.say(`Waiting ${seconds(step.ms)}.\n\n`);
      await pauseUnless(pace.clock, step.ms, signal);
      return signal.aborted ? CANCELLED : DONE;
    case 'spawn':
      return spawnChild(step, context);
    case 'join':
      return joinChildren(step, context);
    case 'fault':
      return { kind: 'stopped', why: step.why };
    case 'command':
      return runCommand(step, context);
    case 'file':
      return writeStep(step, context);
    default:
      return assertNever(step);
  }
}
