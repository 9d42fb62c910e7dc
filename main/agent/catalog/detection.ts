import type { Catalog, CatalogEntry, Found, NothingFound, NpxWay } from '../../../protocol/catalog.ts';
import { assertNever } from '../../../protocol/result.ts';
import { majorOf } from './version.ts';

/** What can be asked of the machine. */
export type Machine = {
  /** Where PATH leads for a name. */
  find(name: string): Promise<string | undefined>;
  version(path: string): Promise<string | null>;
  /** Absolute; undefined when there is none. */
  readonly npx: string | undefined;
  readonly node: Catalog['node'];
};

/** What the machine has of an entry: the first of its ways that works. No package is fetched or run to find out. */
export async function detect(entry: CatalogEntry, machine: Machine): Promise<Found> {
  let why: NothingFound = { code: 'not-installed' };
  for (const way of entry.ways) {
    switch (way.kind) {
      case 'program': {
        const path = await machine.find(way.program);
        if (path !== undefined) return { kind: 'program', way, path, version: await machine.version(path) };
        break;
      }
      case 'npx': {
        const found = viaNpx(entry, way, machine);
        if (found.kind !== 'nothing') return found;
        why = found.why;
        break;
      }
      default:
        assertNever(way);
    }
  }
  return { kind: 'nothing', why };
}

/** A Node that does not say its version gets the benefit of the doubt: the trial run will tell. */
function viaNpx({ nodeMin }: CatalogEntry, way: NpxWay, { npx, node }: Machine): Found {
  if (npx === undefined || node === null) return { kind: 'nothing', why: { code: 'npx-missing' } };
  const { version } = node;
  if (nodeMin !== null && version !== null && majorOf(version) < nodeMin) {
    return { kind: 'nothing', why: { code: 'node-too-old', version, min: nodeMin } };
  }
  return { kind: 'npx', way, path: npx };
}
