import type { AttachmentProblem } from '../attachments/problem.ts';
import { count, number } from './en-count.ts';
import { worded } from './worded.ts';

const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const fileSize = (bytes: number): string => {
  if (bytes < 1024) return count(bytes, 'byte', 'bytes');
  if (bytes < 1024 ** 2) return `${number(Math.round(bytes / 1024))} KB`;
  return `${tenths.format(bytes / 1024 ** 2)} MB`;
};

const attachmentProblem = worded<AttachmentProblem>({
  'too-large': ({ name, maxBytes }) =>
    `${name} is too large to attach: a file may have ${fileSize(maxBytes)}. Put it into the working folder and name its path.`,
  'too-many': ({ max }) => `A prompt takes at most ${number(max)} files. Remove one, or name a folder instead.`,
  'all-too-large': ({ name, maxBytes }) =>
    `${name} was not attached: all files of a prompt may have ${fileSize(maxBytes)} together. Send the others first.`,
  folder: ({ name }) => `${name} is a folder. Name its path in the prompt: the agent reads it by itself.`,
  unreadable: ({ name }) => `${name} cannot be read. It may have been moved or deleted; attach it again.`,
  'not-sent': ({ name }) => `${name} was not attached: the connection broke. Attach it again.`,
  'too-many-uploads': ({ name }) => `${name} was not attached: too many files are on their way. Try again shortly.`,
  'disk-failing': ({ name, message }) => `${name} was not attached: ${message}`,
  'not-as-promised': ({ name }) => `${name} changed while it was read. Attach it again.`,
});

/** What is said of files that go with prompts. */
export const enAttachments = {
  attachFiles: 'Attach files',
  attachments: 'Attachments',
  draftFiles: 'Attached to what you write',
  dropFiles: 'Drop to attach',
  fileSize,
  fileCount: (n: number) => count(n, 'file', 'files'),
  openAttachment: (name: string, size: string) => `Open ${name}, ${size}`,
  removeAttachment: (name: string) => `Remove ${name}`,
  cancelAttaching: (name: string) => `Cancel attaching ${name}`,
  attaching: (name: string) => `Attaching ${name}`,
  attached: (name: string) => `Attached ${name}`,
  attachmentRemoved: (name: string) => `Removed ${name}`,
  waitForFiles: 'Files are still being attached',
  attachmentGone: 'This file is kept no longer.',
  notShown: 'A file of this kind is not shown here. The agent got it as it is.',
  onlyBeginning: 'Only the beginning is shown.',
  cannotLook: (agent: string) => `${agent} cannot look at pictures: it is told where they are`,
  dismissProblem: 'Dismiss',
  attachmentProblem,
};
