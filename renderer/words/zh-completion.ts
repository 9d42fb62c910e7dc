import type { enCompletion } from './en-completion.ts';

export const zhCompletion: typeof enCompletion = {
  completions: '建议',
  files: '文件',
  btwAbout: '在对话之外提问：内容不会保留，智能体继续工作',
  btwHint: '问题',
  noSuchCommand: '没有这个名称的命令',
  noCommandsYet: '此智能体尚未公布任何命令',
  lookingForFiles: '正在查找文件……',
  notAllFiles: '该文件夹中的文件太多，未能全部查找',
  nothingToMention: '没有这个名称的文件或会话',
  noSuchSession: '没有这个名称的会话',
  mentionedSessions: '随此提示发送的会话',
  openSession: (title) => `打开会话“${title}”`,
};
