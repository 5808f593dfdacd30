/** knex ships no types for its dialects; this is the part of the SQLite one that `database.ts` extends. */
declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex';

  export default class ClientSqlite3 extends Knex.Client {
    _query(connection: unknown, query: { sql: string }): Promise<unknown>;
  }
}
