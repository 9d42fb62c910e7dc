import { Database } from '../../main/store/database.ts';

/** What is heard of a database that is being written. */
export type Heard = {
  /** A statement within a transaction is about to write. */
  writing(sql: string): void;
  /** A transaction has been committed. */
  committed(): void;
};

/** So few that a transaction is on the disk, in part, long before it is committed. */
const CACHED_PAGES = 2;

/** Listens to every database of this process. To be called before one is opened, and not taken back: for processes that are killed. */
export function tapWrites(heard: Heard): void {
  const { query, transaction, pragma } = Database.prototype;
  const spilling = new WeakSet<Database>();
  let inside = false;
  Database.prototype.query = function (this: Database, sql: string) {
    if (!spilling.has(this)) pragma.call(this, `cache_size = ${CACHED_PAGES}`);
    spilling.add(this);
    return new Proxy(query.call(this, sql), {
      get(target, method) {
        if (method === 'run' && inside) heard.writing(sql);
        return Reflect.get(target, method);
      },
    });
  } as typeof query;
  Database.prototype.transaction = function (this: Database, work: () => void) {
    inside = true;
    try {
      transaction.call(this, work);
    } finally {
      inside = false;
    }
    heard.committed();
  };
}
