import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 60 leaves agents as they are, and says nothing of what they never said', () => {
  const database = freshDatabase(50);
  database.run(`INSERT INTO agents (id, name, command, args, env) VALUES ('a', 'A', 'run', '[]', '{}')`);
  migrateTo(database, 60);
  expect(database.query<[], unknown>('SELECT * FROM agents').all()).toEqual([
    {
      place: 1,
      id: 'a',
      name: 'A',
      command: 'run',
      args: '[]',
      env: '{}',
      turns_per_folder: null,
      concurrent_prompts: null,
    },
  ]);
});
