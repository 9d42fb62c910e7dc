import type { enComposer } from './en-composer.ts';

const number = new Intl.NumberFormat('zh-CN');

export const zhComposer: typeof enComposer = {
  compaction: '压缩了对话',
  moveQueued: '调整位置',
  moveQueuedHint: '拖动，或按 Alt 加方向键',
  movedTo: (place, all) => `已移至第 ${number.format(place)} 位，共 ${number.format(all)} 位`,
  asksAside: '旁问：不保留，智能体继续工作',
  forceStop: '强制停止',
};
