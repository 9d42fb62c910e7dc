import type { AttachmentProblem } from '../attachments/problem.ts';
import type { enAttachments } from './en-attachments.ts';
import { worded } from './worded.ts';

const number = new Intl.NumberFormat('zh-CN');
const tenths = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 });

const fileSize = (bytes: number): string => {
  if (bytes < 1024) return `${number.format(bytes)} 字节`;
  if (bytes < 1024 ** 2) return `${number.format(Math.round(bytes / 1024))} 千字节`;
  return `${tenths.format(bytes / 1024 ** 2)} 兆字节`;
};

const attachmentProblem = worded<AttachmentProblem>({
  'too-large': ({ name, maxBytes }) =>
    `${name} 太大，无法附加：单个文件最多 ${fileSize(maxBytes)}。请将其放入工作文件夹并写明路径。`,
  'too-many': ({ max }) => `一条提示最多附加 ${number.format(max)} 个文件。请移除一个，或改为写明文件夹路径。`,
  'all-too-large': ({ name, maxBytes }) =>
    `未附加 ${name}：一条提示的所有文件合计最多 ${fileSize(maxBytes)}。请先发送其他文件。`,
  folder: ({ name }) => `${name} 是文件夹。请在提示中写明其路径，智能体会自行读取。`,
  unreadable: ({ name }) => `无法读取 ${name}。它可能已被移动或删除，请重新附加。`,
  'not-sent': ({ name }) => `未附加 ${name}：连接已中断。请重新附加。`,
  'too-many-uploads': ({ name }) => `未附加 ${name}：正在传输的文件过多。请稍后再试。`,
  'disk-failing': ({ name, message }) => `未附加 ${name}：${message}`,
  'not-as-promised': ({ name }) => `${name} 在读取时发生了变化。请重新附加。`,
});

export const zhAttachments: typeof enAttachments = {
  attachFiles: '附加文件',
  attachments: '附件',
  draftFiles: '当前文本的附件',
  dropFiles: '松开即可附加',
  fileSize,
  fileCount: (n) => `${number.format(n)} 个文件`,
  openAttachment: (name, size) => `打开 ${name}，${size}`,
  removeAttachment: (name) => `移除 ${name}`,
  cancelAttaching: (name) => `取消附加 ${name}`,
  attaching: (name) => `正在附加 ${name}`,
  attached: (name) => `已附加 ${name}`,
  attachmentRemoved: (name) => `已移除 ${name}`,
  waitForFiles: '文件仍在附加中',
  attachmentGone: '此文件已不再保留。',
  notShown: '此类文件无法在此显示。智能体已原样收到。',
  onlyBeginning: '仅显示开头部分。',
  cannotLook: (agent) => `${agent} 无法查看图片，仅会获知图片的位置`,
  dismissProblem: '关闭',
  attachmentProblem,
};
