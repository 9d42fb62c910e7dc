import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { createLogger } from '../log/log.ts';
import type { Leftovers, PermissionStore, SessionStore } from '../session/ports.ts';
import { type AgentStore, createAgentStore } from './agents.ts';
import { withAsides } from './aside-store.ts';
import { backUp } from './backup.ts';
import { type Database, openDatabase, openInMemory } from './database.ts';
import { inspect, setAside, suspectFile } from './integrity.ts';
import { createLeftovers, withAsideLeftovers } from './leftovers.ts';
import { migrateTo, NEWEST_VERSION, versionOf } from './migrate.ts';
import { createOfferStore, type OfferStore } from './offers.ts';
import { createPermissionStore } from './permissions.ts';
import { createPreferenceStore, type PreferenceStore } from './preferences.ts';
import { createSessionStore } from './session-store.ts';
import { troubleOf } from './trouble.ts';

/** The file in the data folder that holds everything. */
export const STORE_FILE = 'skein.db';

const log = createLogger('store/store');

export type Store = {
  readonly sessions: SessionStore;
  readonly agents: AgentStore;
  readonly offers: OfferStore;
  readonly permissions: PermissionStore;
  readonly preferences: PreferenceStore;
  readonly leftovers: Leftovers;
  close(): void;
};

export type Opened =
  | { readonly kind: 'opened'; readonly store: Store }
  /** Written by a newer Skein. Nothing was changed. */
  | { readonly kind: 'newer'; readonly fileVersion: number; readonly appVersion: number }
  /** The file was moved to `keptAt`, and nothing was opened: opening again starts afresh. */
  | { readonly kind: 'damaged'; readonly keptAt: string }
  | { readonly kind: 'disk-failing'; readonly message: string };

/**
 * Opens the store of a data folder that this process holds, bringing an older one up to date. `beside`: names in the
 * folder that go aside with a damaged file. To be closed.
 */
export function openStore(dataFolder: string, clock: Clock, beside: readonly string[] = []): Opened {
  const path = join(dataFolder, STORE_FILE);
  return refusingDisk(() => {
    const found = inspect(path);
    if (found.kind === 'damaged') return keepDamaged(path, clock, beside);
    if (found.kind === 'sound' && found.version > NEWEST_VERSION) {
      return { kind: 'newer', fileVersion: found.version, appVersion: NEWEST_VERSION };
    }
    return openSound(path, clock, beside);
  });
}

function openSound(path: string, clock: Clock, beside: readonly string[]): Opened {
  let database: Database | undefined;
  try {
    database = openDatabase(path);
    const version = versionOf(database);
    if (version > 0 && version < NEWEST_VERSION) backUp(database, path, version);
    migrateTo(database, NEWEST_VERSION);
    return { kind: 'opened', store: storeOf(database, path) };
  } catch (error) {
    database?.close();
    if (troubleOf(error)?.kind !== 'damage') throw error;
    return keepDamaged(path, clock, beside);
  }
}

function storeOf(database: Database, path: string): Store {
  const memory = openInMemory();
  migrateTo(memory, NEWEST_VERSION);
  return {
    sessions: withAsides(createSessionStore(database), createSessionStore(memory)),
    agents: createAgentStore(database),
    offers: createOfferStore(database),
    permissions: createPermissionStore(database),
    preferences: createPreferenceStore(database),
    leftovers: withAsideLeftovers(createLeftovers(database), createLeftovers(memory)),
    close() {
      memory.close();
      database.close();
      if (database.suspect) suspectFile(path);
    },
  };
}

function keepDamaged(path: string, clock: Clock, beside: readonly string[]): Opened {
  const keptAt = setAside(path, clock, beside);
  log.error('damaged file set aside', { keptAt });
  return { kind: 'damaged', keptAt };
}

function refusingDisk(open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble?.kind !== 'disk') throw error;
    log.error('the store cannot be opened', { message: trouble.trouble.message });
    return { kind: 'disk-failing', message: trouble.trouble.message };
  }
}
