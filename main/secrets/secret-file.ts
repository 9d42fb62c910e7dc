import { chmodSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { z } from 'zod';
import { SecretName } from '../../protocol/secret.ts';

/** Nobody but the user of the machine who runs the host. */
const OWNER_ONLY = 0o600;

/** `system`: sealed by the system's key store, as base64. `file`: as it is. */
const Entry = SecretName.extend({ by: z.enum(['system', 'file']), value: z.string() });
export type Entry = Readonly<z.infer<typeof Entry>>;

const Content = z.object({ version: z.literal(1), secrets: z.array(Entry).readonly() });

/** `broken`: there is something, and it is not what we write. */
export type ReadSecrets = { readonly kind: 'read'; readonly entries: readonly Entry[] } | { readonly kind: 'broken' };

/** The file as it is; none is empty. A file that others could read is closed to them. */
export function readSecrets(path: string): ReadSecrets {
  try {
    const content = Content.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (!content.success) return { kind: 'broken' };
    chmodSync(path, OWNER_ONLY);
    return { kind: 'read', entries: content.data.secrets };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return missing ? { kind: 'read', entries: [] } : { kind: 'broken' };
  }
}

/** The old file or the new one is there at any moment. Rejects when the disk does not take it. */
export async function writeSecrets(path: string, entries: readonly Entry[]): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', OWNER_ONLY);
  try {
    await file.writeFile(JSON.stringify({ version: 1, secrets: entries } satisfies z.infer<typeof Content>, null, 2));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}
