import type { Migration } from '../migrate.ts';

/** Sessions know which commands their agent understands; of those of before nobody knows any. */
export const commands: Migration = {
  version: 110,
  up(database) {
    database.run(`UPDATE sessions SET head = json_set(head, '$.commands', json('[]'))`);
  },
};
