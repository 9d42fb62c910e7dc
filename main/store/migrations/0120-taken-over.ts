import type { Migration } from '../migrate.ts';

/**
 * Which session goes on with a conversation of an agent is asked for each one that the agent lists; and what an agent
 * keeps of sessions that are gone for good is noted until it was told.
 */
export const takenOver: Migration = {
  version: 120,
  up(database) {
    database.run(`
      CREATE INDEX sessions_by_agent_session ON sessions (agent_session) WHERE agent_session IS NOT NULL;
      CREATE INDEX turns_in_agent_session ON turns (agent_session) WHERE agent_session IS NOT NULL;

      CREATE TABLE leftovers (
        agent_id      TEXT NOT NULL,
        agent_session TEXT NOT NULL,             -- the agent's own id of a conversation that was begun here
        PRIMARY KEY (agent_id, agent_session)
      ) STRICT;                                  -- the rowid is the order in which they were left
    `);
  },
};
