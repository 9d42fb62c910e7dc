import { expect, test } from 'vitest';
import { createAgentStore } from '../../../main/store/agents.ts';
import { migrateTo, NEWEST_VERSION } from '../../../main/store/migrate.ts';
import { freshDatabase } from '../fresh.ts';

test('[S2.4] [S4.3] migration 140 leaves agents and their variables as they are: none of them is a secret', () => {
  const database = freshDatabase(130);
  database.run(`INSERT INTO agents (id, name, command, args, env) VALUES ('a', 'A', 'run', '[]', '{"KEY":"seen"}')`);
  migrateTo(database, 140);
  expect(database.query<[], unknown>('SELECT id, env, secrets FROM agents').all()).toEqual([
    { id: 'a', env: '{"KEY":"seen"}', secrets: null },
  ]);
  migrateTo(database, NEWEST_VERSION); // who reads it knows no older shape
  expect(createAgentStore(database).list()).toEqual([
    { id: 'a', name: 'A', command: 'run', args: [], env: { KEY: 'seen' } },
  ]);
});
