import type { Database } from './database.ts';
import { sessions } from './migrations/0010-sessions.ts';
import { items } from './migrations/0020-items.ts';
import { agents } from './migrations/0030-agents.ts';
import { queues } from './migrations/0040-queues.ts';
import { branches } from './migrations/0050-branches.ts';
import { sideBySide } from './migrations/0060-side-by-side.ts';
import { usage } from './migrations/0070-usage.ts';
import { permissions } from './migrations/0080-permissions.ts';
import { attached } from './migrations/0090-attached.ts';
import { forms } from './migrations/0100-forms.ts';
import { commands } from './migrations/0110-commands.ts';
import { takenOver } from './migrations/0120-taken-over.ts';
import { catalog } from './migrations/0130-catalog.ts';
import { secrets } from './migrations/0140-secrets.ts';
import { preferences } from './migrations/0150-preferences.ts';
import { unread } from './migrations/0160-unread.ts';
import { trees } from './migrations/0170-trees.ts';
import { lines } from './migrations/0180-lines.ts';
import { waits } from './migrations/0190-waits.ts';
import { budgets } from './migrations/0200-budgets.ts';
import { inherited } from './migrations/0210-inherited.ts';
import { native } from './migrations/0230-native.ts';

/** One step of the file's shape. Released ones are never changed: a mistake is mended by the next one. */
export type Migration = {
  /** A multiple of ten, so that a mending step fits between two released ones. */
  readonly version: number;
  up(database: Database): void;
};

/** In the order in which they run; a new one comes last. */
export const MIGRATIONS: readonly Migration[] = ascending([
  ...[sessions, items, agents, queues, branches, sideBySide],
  ...[usage, permissions, attached, forms, commands, takenOver],
  ...[catalog, secrets, preferences, unread, trees, lines, waits, budgets, inherited],
  native,
]);

/** The shape that this program reads and writes. */
export const NEWEST_VERSION = MIGRATIONS.at(-1)?.version ?? 0;

/** Which migrations have run on this file; 0 for a new one. */
export function versionOf(database: Database): number {
  return Number(database.pragma('user_version'));
}

/** Brings a file to `version`: all steps that it lacks or, when one fails, none. */
export function migrateTo(database: Database, version: number, migrations: readonly Migration[] = MIGRATIONS): void {
  const from = versionOf(database);
  const pending = migrations.filter((step) => step.version > from && step.version <= version);
  const last = pending.at(-1);
  if (!last) return;
  database.transaction(() => {
    for (const step of pending) step.up(database);
    database.pragma(`user_version = ${last.version}`);
  });
}

/** Throws when two steps share a number or stand in the wrong order, which would skip one of them for ever. */
export function ascending(migrations: readonly Migration[]): readonly Migration[] {
  for (const [index, step] of migrations.entries()) {
    const before = migrations[index - 1];
    if (before && before.version >= step.version) {
      throw new Error(`Migration ${step.version} must come before ${before.version}`);
    }
  }
  return migrations;
}
