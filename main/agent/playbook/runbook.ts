import { Lexer, type Token, type Tokens } from 'marked';
import { paragraphSteps, proseSteps } from './directive.ts';
import { parseFence, type Shell } from './fence.ts';
import { blockTasks, type Task } from './task.ts';

/** A runbook that a person wrote is far below; one that a program made must not fill the state folder. */
export const RUNBOOK_CHARS_MAX = 256 * 1024;
/** Beyond this nobody can have read what it would do. */
export const STEPS_MAX = 2_000;

export type CommandStep = {
  readonly kind: 'command';
  /** As written behind the fence. */
  readonly language: string;
  readonly shell: Shell;
  readonly text: string;
  /** Goes on when the command fails. */
  readonly allowFail: boolean;
  /** Says, when it has ended, what it wrote last. */
  readonly tell: boolean;
};
/** Starts another agent. `entry`: its place in the plan. */
export type SpawnStep = { readonly kind: 'spawn'; readonly task: Task; readonly entry: number };
/** Waits for agents that the runbook started: `any` for the first of them, `named` for those with these titles. */
export type JoinStep = {
  readonly kind: 'join';
  readonly of:
    | { readonly kind: 'all' }
    | { readonly kind: 'any' }
    | { readonly kind: 'named'; readonly titles: readonly string[] };
};
/** `path` is as written: it may point anywhere. */
export type FileStep = { readonly kind: 'file'; readonly path: string; readonly text: string };

export type Step =
  /** `entry`: its place in the plan; null for the title of the runbook. */
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly entry: number | null }
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'thought'; readonly text: string }
  | CommandStep
  | FileStep
  | { readonly kind: 'wait'; readonly ms: number }
  | SpawnStep
  | JoinStep
  /** What cannot be meant as it is written; `why` is a sentence. */
  | { readonly kind: 'fault'; readonly why: string };

export type Runbook = {
  readonly title: string | null;
  /** What makes up the plan: headings, and the tasks of other agents. */
  readonly entries: readonly string[];
  readonly steps: readonly Step[];
};

/**
 * Reads Markdown as a runbook. Headings are the plan, fenced shell blocks are commands, blocks with `file=path` are
 * files, `task` blocks and lines `@handle: task` start other agents, `wait` on a line of its own waits for them and
 * `wait 2s` for a time, a quote that begins with "Why:" is a thought, comments are left out, and all the rest is told. A block whose fence is never closed is not run: its end is unknown.
 */
export function parseRunbook(markdown: string): Runbook {
  const text = markdown.replace(/^\uFEFF/, '').replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
  const steps = Lexer.lex(text).flatMap(stepsOf);
  const first = steps.find((step) => step.kind === 'heading');
  const headings = steps.filter((step) => step.kind === 'heading');
  const titled = first?.level === 1 && headings.filter((heading) => heading.level === 1).length === 1;
  const hasTitle = titled && (headings.length > 1 || steps.some((step) => step.kind === 'spawn'));

  const entries: string[] = [];
  const placed = steps.map((step): Step => {
    if (step.kind === 'spawn') return { ...step, entry: entries.push(entryOf(step.task)) - 1 };
    if (step.kind !== 'heading' || (hasTitle && step === first)) return step;
    return { ...step, entry: entries.push(step.text) - 1 };
  });
  return { title: titled ? first.text : null, entries, steps: placed };
}

/** Why a runbook is not taken on, as a sentence. */
export function whyUnfit(markdown: string, runbook: Runbook): string | null {
  if (markdown.length > RUNBOOK_CHARS_MAX)
    return `A runbook may have ${RUNBOOK_CHARS_MAX / 1024} KiB; this one is longer.`;
  if (runbook.steps.length > STEPS_MAX)
    return `A runbook may have ${STEPS_MAX} steps; this one has ${runbook.steps.length}.`;
  const fault = runbook.steps.find((step) => step.kind === 'fault');
  return fault?.why ?? null;
}

/** Whether it would do anything but talk. */
export const isRunnable = (runbook: Runbook) =>
  runbook.steps.some((step) => step.kind === 'command' || step.kind === 'file' || step.kind === 'spawn');

/** Whether a text is meant as a runbook at all: it does something, or it is set out under headings. */
export const looksLikeRunbook = (runbook: Runbook) =>
  runbook.steps.some((step) => step.kind !== 'prose' && step.kind !== 'thought');

function stepsOf(token: Token): readonly Step[] {
  switch (token.type) {
    case 'space':
      return [];
    case 'heading':
      return [{ kind: 'heading', level: (token as Tokens.Heading).depth, text: plain(token.text), entry: null }];
    case 'code':
      return codeSteps(token as Tokens.Code);
    case 'paragraph':
      return paragraphSteps(token.raw, true);
    case 'blockquote':
      return [quoteStep(token as Tokens.Blockquote)];
    case 'list':
      return listSteps(token as Tokens.List);
    case 'html':
      return proseSteps(token.raw.replace(/<!--[\s\S]*?-->/g, ''));
    default:
      return proseSteps(token.raw);
  }
}

function codeSteps(token: Tokens.Code): readonly Step[] {
  const fence = parseFence(token.lang ?? '');
  const closed = isClosed(token.raw);
  if (fence.kind === 'example' || !closed || token.text.trim() === '')
    return [{ kind: 'prose', text: token.raw.trimEnd() }];
  if (fence.kind === 'command') return [{ ...fence, text: token.text }];
  if (fence.kind === 'file') return [{ kind: 'file', path: fence.path, text: `${token.text}\n` }];
  const tasks = blockTasks(fence.words, token.text);
  if (!tasks.ok) return [{ kind: 'fault', why: tasks.refusal }];
  return tasks.value.map((task) => ({ kind: 'spawn', task, entry: 0 }));
}

function isClosed(raw: string): boolean {
  const lines = raw.trim().split('\n');
  const [opening = ''] = /^(`+|~+)/.exec(lines[0] ?? '') ?? [];
  const closing = lines.length > 1 ? (lines.at(-1)?.trim() ?? '') : '';
  return closing.startsWith(opening) && /^(`+|~+)$/.test(closing);
}

function quoteStep(token: Tokens.Blockquote): Step {
  const [, thought] = /^\s*why:\s*([\s\S]+)$/i.exec(token.text) ?? [];
  return thought ? { kind: 'thought', text: thought.trim() } : { kind: 'prose', text: token.raw.trim() };
}

/** A list is told in one piece unless there are blocks to run in its items. */
function listSteps(list: Tokens.List): readonly Step[] {
  const inner = list.items.map((item) => item.tokens.flatMap(itemSteps));
  if (!inner.flat().some(isBlock)) return proseSteps(list.raw);
  const start = typeof list.start === 'number' ? list.start : 1;
  return inner.flatMap((steps, index) => {
    const marker = list.ordered ? `${start + index}. ` : '- ';
    const [first, ...rest] = steps;
    return first?.kind === 'prose' ? [{ ...first, text: marker + first.text }, ...rest] : steps;
  });
}

/** A handle that begins an item names whom it is about, more often than whom to call. */
const itemSteps = (token: Token) => (token.type === 'paragraph' ? paragraphSteps(token.raw, false) : stepsOf(token));

const isBlock = ({ kind }: Step) => kind === 'command' || kind === 'file' || kind === 'spawn' || kind === 'fault';

const entryOf = ({ agent, title }: Task) => (agent === null ? title : `@${agent}: ${title}`);

/** A heading as a line of a plan: without the marks of code and emphasis. */
const plain = (text: string) => text.replace(/`([^`]*)`|\*\*([^*]+)\*\*/g, '$1$2').trim();
