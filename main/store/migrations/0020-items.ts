import type { Migration } from '../migrate.ts';

export const items: Migration = {
  version: 20,
  up(database) {
    database.run(`
      CREATE TABLE items (
        session_id TEXT NOT NULL REFERENCES sessions (id),
        id         TEXT NOT NULL,
        ord        INTEGER NOT NULL,             -- place on the active path
        turn_id    TEXT NOT NULL,
        kind       TEXT NOT NULL,
        open       INTEGER NOT NULL,             -- 1 while it may still grow: a reply, thought or tool without an end
        body       TEXT NOT NULL,                -- protocol Item as JSON, its texts empty
        inline     TEXT,                         -- texts kept whole with the item: JSON [[key, text], …]; NULL: none
        PRIMARY KEY (session_id, id)
      ) STRICT;
      CREATE UNIQUE INDEX items_in_order ON items (session_id, ord);
      CREATE INDEX items_open ON items (session_id, ord) WHERE open = 1;

      -- Texts that grow or are long, in parts. A text is either here or in items.inline, never in both.
      -- Not WITHOUT ROWID: long rows in the tree of the key make it deep, and an append slower as its text grows.
      CREATE TABLE texts (
        session_id TEXT NOT NULL,
        item_id    TEXT NOT NULL,
        key        TEXT NOT NULL,                -- '' for the only text of a reply or thought
        at         INTEGER NOT NULL,             -- where the part begins, in UTF-16 units
        chars      INTEGER NOT NULL,             -- its length in UTF-16 units; length() of SQLite counts otherwise
        text       ANY NOT NULL,                 -- TEXT, or UTF-16 as a BLOB where half a surrogate pair is at an edge
        PRIMARY KEY (session_id, item_id, key, at),
        FOREIGN KEY (session_id, item_id) REFERENCES items (session_id, id)
      ) STRICT;
    `);
  },
};
