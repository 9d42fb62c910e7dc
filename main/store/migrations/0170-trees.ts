import type { Migration } from '../migrate.ts';

/** What a session knows of the tree that it is in: nothing yet, for those from before there were trees. */
export const trees: Migration = {
  version: 170,
  up(database) {
    database.run(`
      UPDATE sessions SET head = json_set(head,
        '$.busyBelow', json('[]'), '$.budget', json('null'), '$.summary', '', '$.progress', json('null'),
        '$.worktree', json('null'));
    `);
  },
};
