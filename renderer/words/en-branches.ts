import { count, number } from './en-count.ts';

/** What is said of editing, branches, rolling back and forking. */
export const enBranches = {
  editPrompt: 'Edit',
  editedPrompt: 'Edited prompt',
  editHint: 'Sending makes a new branch. What follows now stays on this one.',
  sendEdit: 'Send as a new branch',
  notWhileRunning: 'The agent is working. Stop it first.',
  notWhileRollingBack: 'Turns are being taken back.',
  rollBackTo: 'Roll back to here…',
  forkFrom: 'Fork from here',
  branchOf: (place: number, all: number) => `${number(place)} of ${number(all)}`,
  previousBranch: 'Previous branch',
  nextBranch: 'Next branch',
  continuations: (n: number) => `${count(n, 'continuation', 'continuations')} on another branch`,
  showContinuation: 'Show',
  rollBackTitle: 'Roll back',
  clearTitle: 'Clear conversation',
  rollBackTakes: (turns: number, items: number) =>
    `${count(turns, 'turn', 'turns')} with ${count(items, 'item', 'items')} will be taken back.`,
  rollBackSessions: (n: number) => `${count(n, 'session', 'sessions')} that they spawned will be taken along:`,
  rollBackRunning: 'What runs in them is stopped first.',
  rollBackFiles: 'Files and worktrees stay as they are.',
  rollBackUndo: 'You can undo this for 30 days.',
  rollBackNow: 'Roll back',
  clearNow: 'Clear',
  rolledBack: (turns: number) => `${count(turns, 'turn was', 'turns were')} taken back.`,
  rollingBack: 'Rolling back',
  limitedFor: (time: string) => `The provider takes requests again in ${time}`,
  limitedOpen: 'Waiting until the provider takes requests again',
  runAlongside: 'Run now alongside',
  awaitingChildren: (n: number) => `Waiting for ${count(n, 'child', 'children')}`,
};
