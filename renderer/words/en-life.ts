import type { SessionWorktree } from '../../protocol/worktree.ts';
import { count, number, plural } from './en-count.ts';

type State = SessionWorktree['state'];

/** What keeps a work tree where it is. */
function held({ files, commits }: Extract<State, { kind: 'holds' }>): string {
  const parts = [
    files > 0 ? count(files, 'file that is not committed', 'files that are not committed') : '',
    commits > 0 ? count(commits, 'commit that is nowhere else', 'commits that are nowhere else') : '',
  ];
  return parts.filter((part) => part !== '').join(' and ');
}

function worktreeState(state: State): string {
  switch (state.kind) {
    case 'clean':
      return 'Holds nothing of its own.';
    case 'holds':
      return `Stays: it holds ${held(state)}.`;
    case 'used':
      return `Stays: ${state.titles.join(', ')} ${plural(state.titles.length, 'works', 'work')} in it.`;
    case 'unknown':
      return `Stays: git could not say what it holds. ${state.message}`;
    case 'gone':
      return 'It is not there any more.';
  }
}

/** What is said of stopping and deleting sessions that have others below them, and of what they leave, in English. */
export const enLife = {
  stopMenu: 'What is to be stopped',
  stopOnly: 'Stop this only',
  stopTree: (n: number) => `Stop it and ${plural(n, 'the one', `the ${number(n)}`)} below`,
  stopBelow: (n: number) => `Stop ${plural(n, 'the one', `the ${number(n)}`)} below`,

  deleteTitle: (title: string) => `Delete “${title}”?`,
  deleteKeeps: (n: number) =>
    `It goes to the bin for 30 days, with the sessions below it. ${plural(n, 'A work tree stays', `${number(n)} work trees stay`)} on the disk:`,
  worktreeState,
  removeEmpty: (n: number) => `Remove ${plural(n, 'the one that holds nothing', `the ${number(n)} that hold nothing`)}`,
  removedNote: 'Files that git ignores go with it. A session that is taken back has no folder to work in then.',
  worktreesKept: (paths: readonly string[]) =>
    `${plural(paths.length, 'A work tree stays', 'Work trees stay')}: ${paths.join(', ')}`,
};
