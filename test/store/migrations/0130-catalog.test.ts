import { expect, test } from 'vitest';
import { migrateTo } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] migration 130 leaves agents as they are: written by a person, and offered files', () => {
  const database = freshDatabase(60);
  database.run(
    `INSERT INTO agents (id, name, command, args, env, turns_per_folder) VALUES ('a', 'A', 'run', '[]', '{}', 2)`,
  );
  migrateTo(database, 130);
  expect(database.query<[], unknown>('SELECT * FROM agents').all()).toEqual([
    {
      ...{ place: 1, id: 'a', name: 'A', command: 'run', args: '[]', env: '{}' },
      ...{ turns_per_folder: 2, concurrent_prompts: null, client_files: null, catalog: null },
    },
  ]);
});
