import type { Migration } from '../migrate.ts';

/** Agents name the variables whose values are kept elsewhere. */
export const secrets: Migration = {
  version: 140,
  up(database) {
    database.run('ALTER TABLE agents ADD COLUMN secrets TEXT'); // names as a JSON list; NULL: none
  },
};
