import { isShape, numberAt, type Shape, shapesAt, textAt } from '../shape.ts';
import type { Task } from './task.ts';

/** Agents of one run that are remembered. */
const CHILDREN_MAX = 1_000;

/** An agent that a runbook started, as it is remembered. */
export type Child = {
  /** The id of its session. */
  readonly session: string;
  /** Its handle as the app gave it, or as the runbook wrote it; null when neither said. */
  readonly agent: string | null;
  readonly entry: number;
  /** Its answer was told. */
  readonly collected: boolean;
} & Pick<Task, 'title' | 'group' | 'background' | 'allowFail'>;

/** How a child is spoken of, as Markdown. */
export const nameOf = ({ title, agent }: Pick<Child, 'title' | 'agent'>) =>
  agent === null ? `**${title}**` : `**${title}** (@${agent})`;

/** Children as they were saved; what is damaged is left out. */
export function parseChildren(shape: Shape): readonly Child[] {
  return (shapesAt(shape, 'children', CHILDREN_MAX) ?? []).flatMap((child) => parseChild(child) ?? []);
}

function parseChild(shape: Shape): Child | undefined {
  const [session, title] = [textAt(shape, 'session'), textAt(shape, 'title')];
  if (session === undefined || title === undefined) return undefined;
  return {
    session,
    title,
    group: textAt(shape, 'group') ?? title,
    agent: textAt(shape, 'agent') ?? null,
    entry: numberAt(shape, 'entry') ?? -1,
    background: shape['background'] === true,
    allowFail: shape['allowFail'] === true,
    collected: shape['collected'] === true,
  };
}

/** What the app says of a child that was waited for. */
export type ChildReport = {
  readonly session: string;
  /** In words for a model. */
  readonly state: string;
  readonly reply: string;
};

export function parseReports(answer: Shape): readonly ChildReport[] {
  const shapes = Array.isArray(answer['agents']) ? answer['agents'].filter(isShape) : [];
  return shapes.flatMap((shape) => {
    const [session, state] = [textAt(shape, 'session'), textAt(shape, 'state')];
    return session === undefined || state === undefined
      ? []
      : [{ session, state, reply: textAt(shape, 'reply') ?? '' }];
  });
}

/** Nothing is going on in it. */
export const isAtRest = ({ state }: ChildReport) => !/^(?:works|waits|about to)\b/.test(state);

/** It came to rest by itself, and not because something went wrong. */
export const endedWell = ({ state }: ChildReport) => /^(?:finished|at rest)\b/.test(state);
