import { expect, test } from 'vitest';
import {
  ascending,
  MIGRATIONS,
  type Migration,
  migrateTo,
  NEWEST_VERSION,
  versionOf,
} from '../../main/store/migrate.ts';
import { freshDatabase } from './fresh.ts';

const step = (version: number, sql: string): Migration => ({ version, up: (database) => database.run(sql) });

test('[S2.4] migrations stand in order, numbered by tens; two that do not are refused', () => {
  expect(MIGRATIONS.map((migration) => migration.version % 10)).toEqual(MIGRATIONS.map(() => 0));
  expect(() => ascending([step(10, ''), step(10, '')])).toThrow(/10 must come before 10/);
  expect(() => ascending([step(20, ''), step(10, '')])).toThrow(/10 must come before 20/);
});

test('[S2.4] every table is strict: a value of the wrong kind is refused', () => {
  const database = freshDatabase();
  const tables = database
    .query<[], { name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  expect(tables.map((table) => table.name).toSorted()).toEqual([
    'agents',
    'decisions',
    'items',
    'leftovers',
    'offers',
    'preferences',
    'rules',
    'sessions',
    'texts',
    'tree_members',
    'tree_spans',
    'turn_waits',
    'turns',
    'usage',
    'usage_costs',
    'usage_counts',
  ]);
  expect(tables.every((table) => table.strict === 1)).toBe(true);
});

test('[S2.4] pending migrations run once each, and all or none', () => {
  const database = freshDatabase();
  const added = step(NEWEST_VERSION + 10, 'CREATE TABLE added (a TEXT) STRICT');
  const failing = step(NEWEST_VERSION + 20, 'CREATE TABLE sessions (a TEXT) STRICT');
  expect(() => migrateTo(database, failing.version, [...MIGRATIONS, added, failing])).toThrow(/already exists/);
  expect(versionOf(database)).toBe(NEWEST_VERSION);
  expect(() => database.run('SELECT * FROM added')).toThrow(/no such table/);
  migrateTo(database, added.version, [...MIGRATIONS, added]);
  migrateTo(database, added.version, [...MIGRATIONS, added]);
  expect(versionOf(database)).toBe(added.version);
});
