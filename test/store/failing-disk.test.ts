import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { Seen } from './failing-disk.ts';
import { freshFolder } from './fresh.ts';

const SCRIPT = join(import.meta.dirname, 'failing-disk.ts');

/** A small disk that only the child sees, and that is gone with it; who is not root becomes it there. */
const MOUNT_NAMESPACE = process.getuid?.() === 0 ? ['unshare', '-m'] : ['unshare', '-rm'];

async function seenBy(command: string, args: readonly string[]): Promise<Seen> {
  const { stdout } = await promisify(execFile)(command, args);
  return JSON.parse(stdout) as Seen;
}

function expectNothingLost(seen: Seen): void {
  expect(seen.acknowledged).toBeGreaterThan(10);
  expect(seen.again).toEqual({ ok: false, refusal: seen.refusal });
  expect(seen.itemsThen).toBe(seen.acknowledged);
  expect(seen.headThen).toBe(seen.acknowledged);
  expect(seen.wholeThen).toBe(true);
  expect(seen.afterRelief).toBe(true);
  expect(seen.itemsLater).toBe(seen.acknowledged + 1);
}

test('[S2.4] on a full disk a commit is refused whole, all that was acknowledged stays readable, and space heals it', async () => {
  const folder = freshFolder();
  const inside = `mount -t tmpfs -o size=2m none "$1" && exec "$2" "$3" "$1" full`;
  const [command = '', ...args] = [...MOUNT_NAMESPACE, 'sh', '-ec', inside, 'sh', folder, process.execPath, SCRIPT];
  const seen = await seenBy(command, args);
  expect(seen.refusal).toEqual({ code: 'disk-failing', message: 'The disk is full.' });
  expectNothingLost(seen);
  expect(seen.openings).toEqual({
    full: { kind: 'disk-failing', message: 'The disk is full.' },
    relieved: 'opened',
    readOnly: { kind: 'disk-failing', message: 'The data folder is read-only.' },
    held: { kind: 'unusable', reason: 'The data folder is read-only.' },
  });
});

test('[S2.4] when writing fails with an I/O error a commit is refused whole, and goes through when the error is gone', async () => {
  const inside = `ulimit -S -f 1024; exec "$1" "$2" "$3" io`;
  const seen = await seenBy('bash', ['-ec', inside, 'bash', process.execPath, SCRIPT, freshFolder()]);
  expect(seen.refusal).toEqual({ code: 'disk-failing', message: expect.stringMatching(/SQLITE_IOERR_WRITE/) });
  expectNothingLost(seen);
});
