import type { Migration } from '../migrate.ts';

/** Agents may say how many of their turns run side by side. */
export const sideBySide: Migration = {
  version: 60,
  up(database) {
    database.run(`
      ALTER TABLE agents ADD COLUMN turns_per_folder INTEGER;    -- at once; NULL: as many as agents usually run
      ALTER TABLE agents ADD COLUMN concurrent_prompts INTEGER;  -- 1: in one process; NULL: as agents usually do it
    `);
  },
};
