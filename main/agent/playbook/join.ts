import { ulid } from 'ulid';
import { ok, type Result, refuse } from '../../../protocol/result.ts';
import { type Child, type ChildReport, endedWell, isAtRest, nameOf, parseReports } from './child.ts';
import { CANCELLED, DONE, type RunContext, type StepContext, type StepEnd } from './context.ts';
import { narrate } from './pace.ts';
import { cancelTool, failTool, noteOf } from './permission.ts';
import type { JoinStep } from './runbook.ts';

const TOOL = 'wait_for_agents';
/** Of the end of each answer: what is collected is for reading, and all of it stands in the session of that agent. */
const REPLY_CHARS_MAX = 2_000;
/** Waits for agents that were started before, and tells their answers. */
export async function joinChildren(step: JoinStep, context: StepContext): Promise<StepEnd> {
  const { host, signal, pace, children } = context;
  const tell = (text: string) => narrate(`${text}\n\n`, (piece) => host.say(piece), pace, signal);
  if (context.drafts) {
    await tell(`Here it would wait for ${step.of.kind === 'any' ? 'the first agent' : 'the agents'} to be done.`);
    return signal.aborted ? CANCELLED : DONE;
  }
  const chosen = choose(step.of, children.list);
  if (!chosen.ok) return { kind: 'stopped', why: chosen.refusal };
  if (chosen.value.length === 0) {
    await tell('There are no agents to wait for.');
    return signal.aborted ? CANCELLED : DONE;
  }
  const reports = await wait(chosen.value, step.of.kind === 'any' ? 'any' : 'all', context);
  if ('kind' in reports) return reports;
  const ended = chosen.value.flatMap((child) => {
    const report = reports.find(({ session }) => session === child.session);
    return report && isAtRest(report) ? [{ child, report }] : [];
  });
  await tell(ended.map(({ child, report }) => sectionOf(child, report)).join('\n\n'));
  const lost = ended.filter(({ child, report }) => !endedWell(report) && !child.allowFail);
  const collected = new Set(ended.filter((one) => !lost.includes(one)).map(({ child }) => child.session));
  const mark = (child: Child) => (collected.has(child.session) ? { ...child, collected: true } : child);
  await children.keep(children.list.map(mark));
  if (signal.aborted) return CANCELLED;
  if (lost.length === 0) return DONE;
  return { kind: 'stopped', why: `${lost.map(({ child, report }) => endingOf(child, report)).join(', ')}.` };
}

/** Those that nobody collected yet; one in the background only by its name. */
function choose(of: JoinStep['of'], list: readonly Child[]): Result<readonly Child[], string> {
  const open = list.filter(({ collected }) => !collected);
  if (of.kind !== 'named') return ok(open.filter(({ background }) => !background));
  const is = (child: Child, title: string) =>
    [child.title, child.group].some((one) => one.toLowerCase() === title.toLowerCase());
  const unknown = of.titles.find((title) => !list.some((child) => is(child, title)));
  if (unknown === undefined) return ok(open.filter((child) => of.titles.some((title) => is(child, title))));
  const known = list.map(({ title }) => `“${title}”`).join(', ');
  return refuse(
    `No agent here has the task “${unknown}”. ${known === '' ? 'None was started.' : `There are ${known}.`}`,
  );
}

/** A wait for all that the app ends before they are at rest, as when one got more to do meanwhile, goes on. */
async function wait(
  chosen: readonly Child[],
  until: 'all' | 'any',
  context: RunContext,
): Promise<readonly ChildReport[] | StepEnd> {
  const { host, signal } = context;
  const toolCallId = ulid();
  const [only] = chosen;
  const title = chosen.length === 1 && only ? `Wait for ${only.title}` : `Wait for ${chosen.length} agents`;
  const rawInput = { sessions: chosen.map(({ session }) => session), until };
  await host.startTool({ toolCallId, title, kind: 'other', status: 'in_progress', rawInput });
  // The app speaks of one agent after the other, in one line.
  const progress = (message: string) =>
    host.updateTool({ toolCallId, content: [noteOf(message.replaceAll('; ', '\n'))] });
  for (;;) {
    const request = { tool: TOOL, input: rawInput, callId: toolCallId, progress };
    const answer = await host.callTool(request, signal);
    if (signal.aborted) return cancelTool(toolCallId, context);
    if (!answer.ok) return failTool(toolCallId, answer.refusal, answer.refusal, context);
    const reports = parseReports(answer.value);
    if (until === 'all' && reports.some((report) => !isAtRest(report))) continue;
    const states = reports.map(({ session, state }) => `${titleOf(chosen, session)}: ${state}`).join('\n');
    await host.updateTool({ toolCallId, status: 'completed', rawOutput: answer.value, content: [noteOf(states)] });
    return reports;
  }
}

const titleOf = (chosen: readonly Child[], session: string) =>
  chosen.find((child) => child.session === session)?.title ?? session;

/** What the app says behind a `;` is advice for a model. */
const endingOf = (child: Child, { state }: ChildReport) => `${nameOf(child)}: ${state.split(';', 1)[0] ?? state}`;

function sectionOf(child: Child, report: ChildReport): string {
  const reply = report.reply.trim();
  if (reply === '') return `${endingOf(child, report)}, without a word.`;
  const end = reply.length > REPLY_CHARS_MAX ? `… ${reply.slice(-REPLY_CHARS_MAX).toWellFormed()}` : reply;
  return `${endingOf(child, report)}.\n\n${end.replace(/^/gm, '> ')}`;
}
