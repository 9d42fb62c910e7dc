import type { Step } from './runbook.ts';
import { lineTask } from './task.ts';

/** A longer wait is a timer's work, not a runbook's. */
export const WAIT_MS_MAX = 10 * 60_000;

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000 };
const SPAWN = /^@([a-z][\w-]{0,63}):(?:\s+(\S.*))?$/i;

/** Prose, as it is told; nothing for an empty one. */
export const proseSteps = (raw: string): readonly Step[] =>
  raw.trim() === '' ? [] : [{ kind: 'prose', text: raw.trim() }];

/**
 * A paragraph, and the lines in it that are more than prose: `wait …`, and `@handle: task` at the very start of a line,
 * with as many indented lines as follow it. `spawns` false: a handle is only ever told, as in the items of a list.
 */
export function paragraphSteps(raw: string, spawns: boolean): readonly Step[] {
  const steps: Step[] = [];
  let told: string[] = [];
  const flush = () => {
    steps.push(...proseSteps(told.join('\n')));
    told = [];
  };
  const lines = raw.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const more = spawns && SPAWN.test(line) ? continuationOf(lines, at + 1) : [];
    const directive = waitStep(line.trim()) ?? (spawns ? spawnStep(line, more) : undefined);
    if (!directive) {
      told.push(line);
      continue;
    }
    at += more.length;
    flush();
    steps.push(directive);
  }
  flush();
  return steps;
}

/** The indented lines from `from` on. */
function continuationOf(lines: readonly string[], from: number): readonly string[] {
  const end = lines.findIndex((line, index) => index >= from && !/^(?: {2,}|\t)\s*\S/.test(line));
  return lines.slice(from, end === -1 ? lines.length : end);
}

function spawnStep(line: string, more: readonly string[]): Step | undefined {
  const [, handle, first = ''] = SPAWN.exec(line) ?? [];
  const text = [first.trim(), ...more.map((one) => one.trim())].filter((one) => one !== '').join('\n');
  return handle && text !== '' ? { kind: 'spawn', task: lineTask(handle, text), entry: 0 } : undefined;
}

function waitStep(line: string): Step | undefined {
  const [, count, unit] = /^wait (\d+(?:\.\d+)?) ?(ms|s|min|m)$/i.exec(line) ?? [];
  if (count && unit) {
    const ms = Math.round(Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 1));
    return { kind: 'wait', ms: Math.min(ms, WAIT_MS_MAX) };
  }
  if (/^wait(?: all)?$/i.test(line)) return { kind: 'join', of: { kind: 'all' } };
  if (/^wait any$/i.test(line)) return { kind: 'join', of: { kind: 'any' } };
  const [, named] = /^wait for:\s*(\S.*)$/i.exec(line) ?? [];
  const titles = named?.split(',').flatMap((title) => title.trim() || []) ?? [];
  return titles.length > 0 ? { kind: 'join', of: { kind: 'named', titles } } : undefined;
}
