import type { Migration } from '../migrate.ts';

/** Agents may be told that sub-agents of their own can be shown. */
export const native: Migration = {
  version: 230,
  up(database) {
    database.run('ALTER TABLE agents ADD COLUMN native_subagents INTEGER;  -- 1: it is told so; NULL: it is not');
  },
};
