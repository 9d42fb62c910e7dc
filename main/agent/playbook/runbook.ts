import { Lexer, type Token, type Tokens } from 'marked';
import { parseFence, type Shell } from './fence.ts';

/** A runbook that a person wrote is far below; one that a program made must not fill the state folder. */
export const RUNBOOK_CHARS_MAX = 256 * 1024;
/** Beyond this nobody can have read what it would do. */
export const STEPS_MAX = 2_000;
/** A longer wait is a timer's work, not a runbook's. */
export const WAIT_MS_MAX = 10 * 60_000;

export type CommandStep = {
  readonly kind: 'command';
  /** As written behind the fence. */
  readonly language: string;
  readonly shell: Shell;
  readonly text: string;
  /** Goes on when the command fails. */
  readonly allowFail: boolean;
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
  | { readonly kind: 'child'; readonly handle: string; readonly task: string };

export type Runbook = {
  readonly title: string | null;
  /** Headings that make up the plan. */
  readonly entries: readonly string[];
  readonly steps: readonly Step[];
};

/**
 * Reads Markdown as a runbook. Headings are the plan, fenced shell blocks are commands, blocks with `file=path` are
 * files, a quote that begins with "Why:" is a thought, `wait 2s` on a line of its own waits, comments are left out,
 * and all the rest is told. A block whose fence is never closed is not run: its end is unknown.
 */
export function parseRunbook(markdown: string): Runbook {
  const text = markdown.replace(/^\uFEFF/, '').replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '');
  const steps = Lexer.lex(text).flatMap(stepsOf);
  const first = steps.find((step) => step.kind === 'heading');
  const headings = steps.filter((step) => step.kind === 'heading');
  const titled = first?.level === 1 && headings.filter((heading) => heading.level === 1).length === 1;
  const hasTitle = titled && headings.length > 1;

  const entries: string[] = [];
  const placed = steps.map((step): Step => {
    if (step.kind !== 'heading' || (hasTitle && step === first)) return step;
    return { ...step, entry: entries.push(step.text) - 1 };
  });
  return { title: titled ? first.text : null, entries, steps: placed };
}

/** Why a runbook is not taken on, as a sentence. */
export function tooLarge(markdown: string, runbook: Runbook): string | null {
  if (markdown.length > RUNBOOK_CHARS_MAX)
    return `A runbook may have ${RUNBOOK_CHARS_MAX / 1024} KiB; this one is longer.`;
  if (runbook.steps.length > STEPS_MAX)
    return `A runbook may have ${STEPS_MAX} steps; this one has ${runbook.steps.length}.`;
  return null;
}

/** Whether it would do anything but talk. */
export const isRunnable = (runbook: Runbook) =>
  runbook.steps.some((step) => step.kind === 'command' || step.kind === 'file');

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
      return [codeStep(token as Tokens.Code)];
    case 'paragraph':
      return paragraphSteps(token.raw);
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

const proseSteps = (raw: string): readonly Step[] => (raw.trim() === '' ? [] : [{ kind: 'prose', text: raw.trim() }]);

function codeStep(token: Tokens.Code): Step {
  const fence = parseFence(token.lang ?? '');
  const closed = isClosed(token.raw);
  if (fence.kind === 'example' || !closed || token.text.trim() === '')
    return { kind: 'prose', text: token.raw.trimEnd() };
  if (fence.kind === 'command') return { ...fence, text: token.text };
  return { kind: 'file', path: fence.path, text: `${token.text}\n` };
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
  const inner = list.items.map((item) => item.tokens.flatMap(stepsOf));
  if (!inner.flat().some((step) => step.kind === 'command' || step.kind === 'file')) return proseSteps(list.raw);
  const start = typeof list.start === 'number' ? list.start : 1;
  return inner.flatMap((steps, index) => {
    const marker = list.ordered ? `${start + index}. ` : '- ';
    const [first, ...rest] = steps;
    return first?.kind === 'prose' ? [{ ...first, text: marker + first.text }, ...rest] : steps;
  });
}

function paragraphSteps(raw: string): readonly Step[] {
  const steps: Step[] = [];
  let told: string[] = [];
  const flush = () => {
    steps.push(...proseSteps(told.join('\n')));
    told = [];
  };
  for (const line of raw.split('\n')) {
    const directive = directiveStep(line.trim());
    if (!directive) told.push(line);
    else {
      flush();
      steps.push(directive);
    }
  }
  flush();
  return steps;
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000 };

function directiveStep(line: string): Step | undefined {
  const [, count, unit] = /^wait (\d+(?:\.\d+)?) ?(ms|s|min|m)$/i.exec(line) ?? [];
  if (count && unit) {
    const ms = Math.round(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 1));
    return { kind: 'wait', ms: Math.min(ms, WAIT_MS_MAX) };
  }
  const [, handle, task] = /^@([a-z][\w-]{0,63}):\s+(\S.*)$/i.exec(line) ?? [];
  return handle && task ? { kind: 'child', handle, task } : undefined;
}

/** A heading as a line of a plan: without the marks of code and emphasis. */
const plain = (text: string) => text.replace(/`([^`]*)`|\*\*([^*]+)\*\*/g, '$1$2').trim();
