import type { enFamily } from './en-family.ts';

export const zhFamily: typeof enFamily = {
  asides: '旁问',
  askAside: '旁问一句',
  asideAsks: '有旁问等你回答',
  hideAsides: '收起旁问',
  newAside: '新的旁问',
  asideNumber: (n) => `旁问 ${n}`,
  asideTranscript: '旁问的对话记录',
  closeAside: '关闭此旁问',
  asidesNotKept: '旁问不会保留：关闭即删除。',
  asideEmpty: (agent) => `${agent} 知道目前为止的对话。这里的问答不会进入对话，也不会保留。`,
  asideGone: '此旁问已结束：它在别处被关闭，或 Skein 已重新启动。旁问不会保留。',
  question: '问题',
  questionHint: '问点别的',

  ancestors: '所属会话',
  unknownSession: '已不存在的会话',
  childDeleted: '已删除',
  childDeletedTitle: '此会话已被删除',
  childDeletedHelp: '它属于另一个会话，连同其中的全部内容留在回收站中。',
  restoreChild: '恢复',
  openParent: '打开所属会话',
};
