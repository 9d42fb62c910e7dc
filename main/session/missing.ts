import { attachmentsOf } from '../../protocol/attachment.ts';
import type { Command, Refusal } from '../../protocol/command.ts';
import type { AttachmentIndex } from './ports.ts';

/** What a command names must be there before anything refers to it. Undefined when it is. */
export function missingIn(command: Command, attachments: AttachmentIndex): Refusal | undefined {
  if (!('text' in command)) return undefined;
  const missing = attachmentsOf(command).find((attachment) => !attachments.knows(attachment));
  return missing && { code: 'unknown-attachment', name: missing.name };
}
