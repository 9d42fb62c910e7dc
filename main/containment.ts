import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path lies in a folder, or is it. Both are absolute; where links lead is for the caller to find out first. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way); // absolute: on another drive
}
