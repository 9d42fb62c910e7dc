import { chmodSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { SecretName } from '../../protocol/secret.ts';
import { createLogger } from '../log/log.ts';
import { replaceFile } from '../whole-file.ts';

/** Nobody but the user of the machine who runs the host. */
const OWNER_ONLY = 0o600;

const log = createLogger('secrets/secret-file');

/** `system`: sealed by the system's key store, as base64. `file`: as it is. */
const Entry = SecretName.extend({ by: z.enum(['system', 'file']), value: z.string() });
export type Entry = Readonly<z.infer<typeof Entry>>;

const Content = z.object({ version: z.literal(1), secrets: z.array(Entry).readonly() });

/** `broken`: there is something, and it is not what we write. */
export type ReadSecrets = { readonly kind: 'read'; readonly entries: readonly Entry[] } | { readonly kind: 'broken' };

/** The file as it is; none is empty. A file that others could read is closed to them, where the disk knows modes. */
export function readSecrets(path: string): ReadSecrets {
  const read = readEntries(path);
  if (read.kind === 'read' && read.entries.length > 0) closeToOthers(path);
  return read;
}

function readEntries(path: string): ReadSecrets {
  try {
    const content = Content.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return content.success ? { kind: 'read', entries: content.data.secrets } : { kind: 'broken' };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? { kind: 'read', entries: [] } : { kind: 'broken' };
  }
}

function closeToOthers(path: string): void {
  try {
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    log.warn('the file of secrets cannot be closed to others', { path, message: String(error) });
  }
}

/** The old file or the new one is there at any moment. Throws when the disk does not take it. */
export function writeSecrets(path: string, entries: readonly Entry[]): void {
  const content: z.infer<typeof Content> = { version: 1, secrets: entries };
  replaceFile(path, JSON.stringify(content, null, 2));
}
