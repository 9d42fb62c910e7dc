import { ok, type Result, refuse } from '../../../protocol/result.ts';
import type { InfoWords } from './fence.ts';

/** One block that starts more than this is a slip of the finger more often than not. */
export const FAN_OUT_MAX = 50;
/** A title is a line in a list. */
const TITLE_CHARS_MAX = 80;
/** Where an item of a fan-out goes: in the task, and in what stands behind its fence. */
const ITEM = /\{\{\s*item\s*\}\}/g;

/** What another agent is to do. */
export type Task = {
  /** The handle of an agent, without its `@`; null for one of the same make. */
  readonly agent: string | null;
  readonly title: string;
  /** The title as it was written: all tasks of a fan-out have it in common. */
  readonly group: string;
  readonly text: string;
  /** True: a new work tree; a text: one on this branch; null: the folder itself. */
  readonly worktree: true | string | null;
  /** As written; null for the folder of the runbook. */
  readonly folder: string | null;
  /** Not waited for unless it is named. */
  readonly background: boolean;
  /** The runbook goes on when it fails. */
  readonly allowFail: boolean;
};

/** The task of a line `@handle: text`. */
export function lineTask(handle: string, text: string): Task {
  const title = titleOf(text);
  const plain = { worktree: null, folder: null, background: false, allowFail: false };
  return { agent: handle, title, group: title, text, ...plain };
}

/** The tasks of a block: one, or one for each item of its fan-out. Refused, with a sentence, when its fence is amiss. */
export function blockTasks({ values, flags }: InfoWords, text: string): Result<readonly Task[], string> {
  const items = itemsOf(values);
  if (!items.ok) return items;
  const written = values.get('title')?.trim();
  const group = cutTitle(written || titleOf(text));
  const worktree = flags.includes('worktree') ? 'new' : (values.get('worktree') ?? null);
  const taskFor = (item: string | null): Task => {
    const fill = (part: string) => (item === null ? part : part.replaceAll(ITEM, () => item));
    const title = fill(group);
    return {
      agent: fill(values.get('agent') ?? '').replace(/^@/, '') || null,
      title: cutTitle(item === null || title !== group ? title : `${group} ${item}`),
      group,
      text: fill(text),
      worktree: worktree === null ? null : worktree === 'new' || fill(worktree),
      folder: fill(values.get('folder') ?? '') || null,
      background: flags.includes('background'),
      allowFail: flags.includes('allow-fail') || flags.includes('continue-on-error'),
    };
  };
  if (items.value === null) return ok([taskFor(null)]);
  return ok(items.value.map(taskFor));
}

/** What a fan-out goes over; null when it is none. */
function itemsOf(values: InfoWords['values']): Result<readonly string[] | null, string> {
  const [count, each] = [values.get('count'), values.get('each')];
  if (count !== undefined && each !== undefined) return refuse('A task has `count` or `each`, not both.');
  if (each !== undefined) {
    const items = each.split(',').flatMap((item) => item.trim() || []);
    if (items.length === 0) return refuse('The `each` of a task names nothing: write `each="a, b"`.');
    return items.length > FAN_OUT_MAX ? refuse(tooMany(items.length)) : ok(items);
  }
  if (count === undefined) return ok(null);
  if (!/^[1-9]\d{0,8}$/.test(count))
    return refuse(`The \`count\` of a task is a whole number from 1 on, not “${count}”.`);
  if (Number(count) > FAN_OUT_MAX) return refuse(tooMany(Number(count)));
  return ok(Array.from({ length: Number(count) }, (_, index) => String(index + 1)));
}

const tooMany = (count: number) => `One task may start ${FAN_OUT_MAX} agents; this one would start ${count}.`;

/** The first line that says something, without the marks of a heading. */
function titleOf(text: string): string {
  const line = text.split('\n').find((one) => /[^\s#`~]/.test(one)) ?? text;
  return cutTitle(line.replace(/^[\s#]+/, '').trim());
}

const cutTitle = (text: string) =>
  (text.length > TITLE_CHARS_MAX ? `${text.slice(0, TITLE_CHARS_MAX - 1)}…` : text).toWellFormed();
