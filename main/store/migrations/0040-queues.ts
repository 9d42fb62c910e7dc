import type { Migration } from '../migrate.ts';

/** Heads of before have no queue: an empty one. */
export const queues: Migration = {
  version: 40,
  up(database) {
    database.run(`
      UPDATE sessions
      SET head = json_set(head, '$.queue', json('{"prompts":[],"held":null,"steering":false}'))
      WHERE json_extract(head, '$.queue') IS NULL;
    `);
  },
};
