import { existsSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory, where there is one: what outlives a loss of power cannot be seen there, all else can. */
const MEMORY = '/dev/shm';
/** More than any test puts there. */
const ROOM_BYTES = 2 * 1024 * 1024 * 1024;

/** An empty folder that needs no waiting for a disk, where that can be had. To be removed by the caller. */
export function makeFastFolder(prefix: string): string {
  return mkdtempSync(join(hasRoom() ? MEMORY : tmpdir(), prefix));
}

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize > ROOM_BYTES;
}
