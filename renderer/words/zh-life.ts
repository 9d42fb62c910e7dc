import type { SessionWorktree } from '../../protocol/worktree.ts';
import type { enLife } from './en-life.ts';

const number = new Intl.NumberFormat('zh-CN');

type State = SessionWorktree['state'];

function held({ files, commits }: Extract<State, { kind: 'holds' }>): string {
  const parts = [
    files > 0 ? `${number.format(files)} 个未提交的文件` : '',
    commits > 0 ? `${number.format(commits)} 个别处没有的提交` : '',
  ];
  return parts.filter((part) => part !== '').join('和 ');
}

function worktreeState(state: State): string {
  switch (state.kind) {
    case 'clean':
      return '其中没有独有的内容。';
    case 'holds':
      return `保留：其中有 ${held(state)}。`;
    case 'used':
      return `保留：${state.titles.join('、')} 正在其中工作。`;
    case 'unknown':
      return `保留：无法查明其中有什么。${state.message}`;
    case 'gone':
      return '它已不存在。';
  }
}

export const zhLife: typeof enLife = {
  stopMenu: '要停止什么',
  stopOnly: '仅停止此会话',
  stopTree: (n) => `停止此会话及其下 ${number.format(n)} 个会话`,
  stopBelow: (n) => `停止其下 ${number.format(n)} 个会话`,

  deleteTitle: (title) => `删除“${title}”？`,
  deleteKeeps: (n) => `它连同其下的会话一起进入回收站，保留 30 天。磁盘上会留下 ${number.format(n)} 个工作树：`,
  worktreeState,
  removeEmpty: (n) => `移除没有独有内容的 ${number.format(n)} 个`,
  removedNote: '被忽略的文件会一并移除。恢复后的会话将没有可工作的文件夹。',
  worktreesKept: (paths) => `工作树保留：${paths.join('、')}`,
};
