import type { RollUp, Standing } from '../../protocol/tree.ts';
import { count, number } from './en-count.ts';

const standings: { readonly [Kind in Standing]: string } = {
  asking: 'one of them needs an answer',
  failed: 'one of them has failed',
  working: 'working',
  stopped: 'stopped',
  finished: 'finished',
  idle: 'at rest',
};

type Below = Pick<RollUp, 'sessions' | 'standing'>;

/** What is said of the bar of a session and those that it has spawned. */
export const enPills = {
  pillBar: 'Agents of this tree',
  orchestrator: 'Orchestrator',
  notBegun: 'Not begun',
  belowStanding: ({ sessions, standing }: Below) =>
    `${count(sessions, 'session', 'sessions')} below: ${standings[standing]}`,
  morePills: 'Show more agents',
  pinPill: 'Pin to the front',
  unpinPill: 'Unpin',
  sessionFailed: 'This session could not be shown. Nothing of it was changed.',
  hiddenAncestors: (n: number) => `${number(n)} more above`,
};
