import { ulid } from 'ulid';
import type { Result } from '../../../protocol/result.ts';
import { within } from '../deadline.ts';
import { DONE, type RunContext, type StepContext, type StepEnd } from './context.ts';
import { fenced } from './fence.ts';
import type { Exit, Terminal } from './host.ts';
import { narrate, whenAborted } from './pace.ts';
import { cancelTool, failTool, noteOf, permitStep, showDry } from './permission.ts';
import type { CommandStep } from './runbook.ts';

/** A title is one line of a card. */
const TITLE_CHARS_MAX = 120;
/** A client that does not answer a kill in this time must not hold up a cancel. */
const KILL_MS = 1_000;
/** Output that is said is for reading; the whole of it stands in the terminal. */
const TOLD_CHARS_MAX = 4_000;
/** Sequences that colour a terminal or move its cursor (ECMA-48: CSI, and OSC up to its end). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

/** Asks for a command, runs it in a terminal of the client and waits for its end. */
export async function runCommand(step: CommandStep, context: StepContext): Promise<StepEnd> {
  const { host, signal } = context;
  const toolCallId = ulid();
  const title = titleOf(step.text);
  const call = { toolCallId, title, kind: 'execute' as const, rawInput: { command: step.text } };
  if (context.drafts) return showDry(call, 'Dry run: this was not executed.', context);
  if (!host.offers.terminal) {
    const why = 'This client offers no terminal, so commands cannot be run here.';
    await host.startTool({ ...call, status: 'pending' });
    return failTool(toolCallId, why, why, context);
  }
  const permitted = await permitStep(call, `\`${title}\``, context);
  if (permitted.kind !== 'done') return permitted;

  const opened = await host.openTerminal(step.shell.command, step.shell.args(step.text));
  if (!opened.ok) {
    const why = `\`${step.shell.command}\` could not be started on this machine: ${opened.refusal}`;
    return forgive(step, await failTool(toolCallId, why, why, context));
  }
  const terminal = opened.value;
  try {
    await host.updateTool({
      toolCallId,
      status: 'in_progress',
      content: [{ type: 'terminal', terminalId: terminal.id }],
    });
    const end = await endOf(terminal, context);
    if (end === null || signal.aborted) return await cancelTool(toolCallId, context);
    const judged = await judge(toolCallId, title, terminal, end, context);
    if (step.tell) await tellOutput(terminal, context);
    return forgive(step, judged);
  } finally {
    await terminal.release();
  }
}

/** Null when it was killed because the run was cancelled. */
async function endOf(terminal: Terminal, { signal, pace }: RunContext): Promise<Result<Exit, string> | null> {
  const abort = whenAborted(signal);
  try {
    const end = await Promise.race([terminal.ended, abort.aborted.then(() => null)]);
    if (end === null) await within(pace.clock, KILL_MS, terminal.kill());
    return end;
  } finally {
    abort.stop();
  }
}

async function judge(
  toolCallId: string,
  title: string,
  terminal: Terminal,
  end: Result<Exit, string>,
  context: RunContext,
): Promise<StepEnd> {
  const { host } = context;
  const shown = { type: 'terminal' as const, terminalId: terminal.id };
  if (!end.ok) {
    await host.updateTool({ toolCallId, status: 'failed', content: [shown, noteOf(end.refusal)] });
    return { kind: 'stopped', why: `The end of \`${title}\` could not be learned: ${end.refusal}` };
  }
  const rawOutput = { exitCode: end.value.code, signal: end.value.signal };
  if (end.value.code === 0) {
    await host.updateTool({ toolCallId, status: 'completed', rawOutput });
    return DONE;
  }
  await host.updateTool({ toolCallId, status: 'failed', rawOutput });
  return { kind: 'stopped', why: `\`${title}\` ${wordsOf(end.value)}.` };
}

/** Says the end of what a command wrote: whoever reads only the answer must not look into a terminal for it. */
async function tellOutput(terminal: Terminal, { host, pace, signal }: RunContext): Promise<void> {
  const output = await terminal.output();
  const text = output.ok ? lastLines(output.value) : `Its output could not be read: ${output.refusal}`;
  if (text !== '') await narrate(`${fenced('text', text)}\n\n`, (piece) => host.say(piece), pace, signal);
}

/** The last whole lines that fit, without what only colours them. */
function lastLines(output: string): string {
  const plain = output.replace(ANSI, '').replaceAll('\r\n', '\n').trim();
  if (plain.length <= TOLD_CHARS_MAX) return plain;
  const end = plain.slice(-TOLD_CHARS_MAX).toWellFormed();
  return `…\n${end.slice(end.indexOf('\n') + 1)}`;
}

/** A step that may fail lets the runbook go on. */
const forgive = (step: CommandStep, end: StepEnd): StepEnd => (step.allowFail && end.kind === 'stopped' ? DONE : end);

function titleOf(text: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  const line = first.trim();
  const cut = line.length > TITLE_CHARS_MAX ? line.slice(0, TITLE_CHARS_MAX - 1) : line;
  return cut.length < line.length || rest.length > 0 ? `${cut} …` : cut;
}

const wordsOf = (exit: Exit) =>
  exit.code === null ? `was ended by ${exit.signal ?? 'a signal'}` : `ended with exit code ${exit.code}`;
