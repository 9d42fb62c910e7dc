import type { Migration } from '../migrate.ts';

/** What a session allows was its own before there was anything to inherit. */
export const inherited: Migration = {
  version: 210,
  up(database) {
    database.run(`UPDATE sessions SET head = json_set(head, '$.policyInherited', json('false'));`);
  },
};
