import type { Migration } from '../migrate.ts';

/** What a session's tools have changed. Of what they did before, nobody has counted it. */
export const lines: Migration = {
  version: 180,
  up(database) {
    database.run(`UPDATE sessions SET head = json_set(head, '$.lines', json('{"added":0,"removed":0}'))`);
  },
};
