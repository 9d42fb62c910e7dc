import type { WaitCause } from '../../protocol/timeline.ts';
import type { Outcome } from '../../protocol/turn.ts';
import type { TreeTab } from '../stores/tree-panel.ts';
import { count, number } from './en-count.ts';

/** What is said of trees of sessions. */
export const enTree = {
  tree: 'Tree',
  showTree: 'Show the tree',
  hideTree: 'Hide the tree',
  treeTab: (tab: TreeTab) => tabs[tab],
  treeViews: 'Views of the tree',
  widenTree: 'Give the tree all of the window',
  narrowTree: 'Show the tree beside the conversation',
  treeSessions: (n: number) => count(n, 'session', 'sessions'),

  needsAttention: 'Needs attention',
  noneNeeds: 'Nothing in this tree needs you.',
  noneNeedsHelp: 'Questions, failures, rate limits and what was cut off appear here.',
  showAll: 'Show all',
  foldAll: 'Fold all',
  unfoldAll: 'Unfold all',
  foldBelow: (title: string) => `Fold what is below ${title}`,
  unfoldBelow: (title: string) => `Unfold what is below ${title}`,
  below: (n: number) => `${number(n)} below`,
  linesOf: (added: string, removed: string) => `${added} lines added, ${removed} removed`,
  archivedWord: 'Archived',
  backgroundWord: 'In the background',
  sharePart: (share: string, text: string) => `${share} · ${text}`,

  choose: 'Select several',
  chosen: (n: number) => `${number(n)} selected`,
  chooseAll: 'Select all',
  chooseDone: 'Done',
  noneRuns: 'None of these is running.',
  stopChosen: 'Stop…',
  archiveChosen: 'Archive…',
  manyTitle: ({ action, n }: Many) => `${actions[action].verb} ${count(n, 'session', 'sessions')}?`,
  manyHelp: (action: ManyAction) => actions[action].help,
  manyNow: ({ action, n }: Many) => `${actions[action].verb} ${count(n, 'session', 'sessions')}`,
  manyDone: ({ action, n }: Many) => `${count(n, 'session', 'sessions')} ${actions[action].done}.`,
  manyFailed: ({ action, done, n }: Many & { readonly done: number }) =>
    `${number(done)} of ${count(n, 'session', 'sessions')} ${actions[action].done}. Not these:`,
  manyWorking: (done: number, all: number) => `${number(done)} of ${number(all)}`,

  graphOf: (title: string) => `Graph of ${title}`,
  graphHelp: 'Arrow keys walk the graph, Enter opens a session.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fitAll: 'Show all of it',

  timelineOf: (title: string) => `Timeline of ${title}`,
  timelineHelp: (key: string) => `Drag to move, ${key} and the wheel to zoom.`,
  timelineNone: 'Nothing has run in this tree yet.',
  timelineMore: (n: number) => `The newest ${count(n, 'turn', 'turns')}; older ones are left out.`,
  timelineNow: 'Now',
  turnRan: (from: string, to: string, took: string) => `${from} – ${to}, ${took}`,
  turnRuns: (from: string, took: string) => `Since ${from}, ${took}`,
  turnWorks: 'Under way',
  turnOutcome: (outcome: Outcome['kind']) => outcomes[outcome],
  waitedFor: ({ cause, took, whom }: Waited) => `${waits[cause]} ${took}${whom && `: ${whom}`}`,
  nobodyRan: 'Has not run yet',
};

export type ManyAction = 'stop' | 'archive';
/** What is done to so many sessions. */
type Many = { readonly action: ManyAction; readonly n: number };
/** `whom`: names, or nothing. */
type Waited = { readonly cause: WaitCause['kind']; readonly took: string; readonly whom: string };

const tabs: { readonly [Tab in TreeTab]: string } = { outline: 'Outline', graph: 'Graph', timeline: 'Timeline' };
const actions: {
  readonly [Action in ManyAction]: { readonly verb: string; readonly done: string; readonly help: string };
} = {
  stop: {
    verb: 'Stop',
    done: 'stopped',
    help: 'The deepest first. What they have done stays; each can be resumed.',
  },
  archive: {
    verb: 'Archive',
    done: 'archived',
    help: 'The deepest first. Nothing is deleted; what still runs is refused.',
  },
};
const outcomes: { readonly [Kind in Outcome['kind']]: string } = {
  completed: 'Finished',
  'cut-short': 'Cut short',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  failed: 'Failed',
};
const waits: { readonly [Cause in WaitCause['kind']]: string } = {
  line: 'In line for',
  person: 'Waited for you',
  children: 'Waited for others',
};
