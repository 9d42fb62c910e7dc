import type { DiskTrouble } from '../session/ports.ts';

/** What the world did to a file, as opposed to a bug: the disk does not take it, or what is in it is not to be trusted. */
export type Trouble =
  | { readonly kind: 'disk'; readonly trouble: DiskTrouble }
  | { readonly kind: 'damage'; readonly message: string };

/** SQLite's result codes, whose extended forms begin with them: https://www.sqlite.org/rescode.html */
const DISK_CODES = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_BUSY'] as const;
const DAMAGE_CODES = ['SQLITE_CORRUPT', 'SQLITE_NOTADB'] as const;
/** The same from the file system, met while folders, backups and files aside are made. */
const FILE_CODES = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EFBIG'];
/** A file that shares memory cannot be made longer: of all I/O errors, the one that means the same. */
const FULL_CODES = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'];

/** Undefined for everything that is nobody's fault but ours; that is to be thrown on. */
export function troubleOf(error: unknown): Trouble | undefined {
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return undefined;
  if (DAMAGE_CODES.some((known) => code.startsWith(known))) return { kind: 'damage', message: error.message };
  const onDisk = FILE_CODES.includes(code) || DISK_CODES.some((known) => code.startsWith(known));
  return onDisk ? { kind: 'disk', trouble: { code: 'disk-failing', message: wordsOf(code, error) } } : undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function wordsOf(code: string, error: Error): string {
  if (FULL_CODES.includes(code)) return 'The disk is full.';
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return 'The data folder is read-only.';
  if (code === 'EACCES' || code === 'EPERM') return 'The data folder may not be written.';
  if (code.startsWith('SQLITE_BUSY')) return 'Another program holds the file that sessions are kept in.';
  if (code.startsWith('SQLITE_CANTOPEN')) return 'The file that sessions are kept in cannot be opened.';
  return `The disk reports an error: ${error.message} (${code}).`;
}
