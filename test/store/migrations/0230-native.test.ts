import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S5.4] migration 230 leaves agents as they are: none is told that its sub-agents can be shown', () => {
  const database = freshDatabase(210);
  database.run(`INSERT INTO agents (id, name, command, args, env) VALUES ('a', 'A', 'run', '[]', '{}')`);
  migrateTo(database, 230);
  expect(database.query<[], unknown>('SELECT id, native_subagents FROM agents').all()).toEqual([
    { id: 'a', native_subagents: null },
  ]);
});
