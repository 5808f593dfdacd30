import type { Database } from './database.ts';

export type Cell = string | number | null | Buffer;
export type Row = Readonly<Record<string, Cell>>;

/** Inserts rows that all have the columns of the first one. */
export async function insertMany(db: Database, table: string, rows: readonly Row[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 200) await db(table).insert(rows.slice(at, at + 200));
}
