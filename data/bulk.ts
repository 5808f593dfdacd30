import { type Database, isPostgres } from './database.ts';

export type Cell = string | number | null | Buffer;
export type Row = Readonly<Record<string, Cell>>;

/** Rows in one statement: more gain nothing and cost memory. */
const ROWS_A_STATEMENT = 5_000;
/** Sealed texts make statements large before they make them many. */
const BYTES_A_STATEMENT = 8_000_000;

/** Inserts rows that all have the columns of the first one. */
export async function insertMany(db: Database, table: string, rows: readonly Row[]): Promise<void> {
  await insertRows(db, table, rows, '');
}

/**
 * Inserts the rows that are not there yet, by their sender's name for them, and tells how many were new. A row that
 * is there already stays as it is: the same file sent twice changes nothing.
 */
export async function insertNew(
  db: Database,
  table: string,
  rows: readonly Row[],
  key: readonly string[] = ['portfolio_id', 'external_id'],
): Promise<number> {
  return insertRows(db, table, rows, `on conflict (${key.map(quoted).join(', ')}) do nothing`);
}

/**
 * Draws `count` ids for a table, to give to rows before they are inserted, so that rows of other tables may point to
 * them in the same batch. Two callers never get the same one; what is drawn and not used is lost, as with any sequence.
 */
export async function allocateIds(db: Database, table: string, count: number): Promise<readonly number[]> {
  if (count === 0) return [];
  return isPostgres(db) ? drawFromSequence(db, table, count) : drawFromSqliteSequence(db, table, count);
}

async function insertRows(
  db: Database,
  table: string,
  rows: readonly Row[],
  onConflict: string,
): Promise<number> {
  const first = rows[0];
  if (first === undefined) return 0;
  const columns = Object.keys(first);
  const sealed = columns.filter((column) => rows.some((row) => Buffer.isBuffer(row[column])));
  const insert = isPostgres(db) ? postgresInsert : sqliteInsert;
  const statement = insert(table, columns, sealed, onConflict);
  let inserted = 0;
  // In a transaction, so that a batch is whole and SQLite counts its changes on the same connection.
  await withTransaction(db, async (transaction) => {
    for (const batch of batches(rows, columns)) {
      inserted += await runInsert(transaction, statement, batch);
    }
  });
  return inserted;
}

async function withTransaction(db: Database, work: (db: Database) => Promise<void>): Promise<void> {
  if ((db as { isTransaction?: boolean }).isTransaction === true) await work(db);
  else await db.transaction(work);
}

async function runInsert(db: Database, statement: string, json: string): Promise<number> {
  if (isPostgres(db)) return ((await db.raw(statement, [json])) as { rowCount: number }).rowCount;
  await db.raw(statement, [json]);
  return ((await db.raw('select changes() as inserted')) as [{ inserted: number }])[0].inserted;
}

/** The rows as JSON arrays of arrays: one binding, one statement, whatever the number of rows. */
function* batches(rows: readonly Row[], columns: readonly string[]): Generator<string> {
  let batch: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const json = JSON.stringify(columns.map((column) => jsonOf(row[column] ?? null)));
    batch.push(json);
    bytes += json.length;
    if (batch.length === ROWS_A_STATEMENT || bytes >= BYTES_A_STATEMENT) {
      yield `[${batch.join(',')}]`;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield `[${batch.join(',')}]`;
}

function jsonOf(cell: Cell): string | number | null {
  return Buffer.isBuffer(cell) ? cell.toString('hex') : cell;
}

/** `value ->> n` keeps JSON's own types: a number stays a number, a text of digits stays a text. */
function sqliteInsert(
  table: string,
  columns: readonly string[],
  sealed: readonly string[],
  onConflict: string,
): string {
  const cells = columns.map((column, at) =>
    sealed.includes(column) ? `unhex(value ->> ${at})` : `value ->> ${at}`,
  );
  // `where true` keeps SQLite from reading "on conflict" as a join.
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')})
    select ${cells.join(', ')} from json_each(?) where true ${onConflict}`;
}

function postgresInsert(
  table: string,
  columns: readonly string[],
  sealed: readonly string[],
  onConflict: string,
): string {
  const cells = columns.map((column, at) =>
    sealed.includes(column)
      ? `decode(value ->> ${at}, 'hex')`
      : `(jsonb_populate_record(null::${quoted(table)}, jsonb_build_object('${column}', value -> ${at}))).${quoted(column)}`,
  );
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')})
    select ${cells.join(', ')} from jsonb_array_elements(?::jsonb) ${onConflict}`;
}

async function drawFromSequence(db: Database, table: string, count: number): Promise<readonly number[]> {
  const drawn = (await db.raw(
    `select nextval(pg_get_serial_sequence(?, 'id')) as id from generate_series(1, ?)`,
    [table, count],
  )) as { rows: readonly { id: number }[] };
  return drawn.rows.map((row) => row.id);
}

/** SQLite keeps the last id given of every autoincrement table in a table of its own, open to updates. */
async function drawFromSqliteSequence(
  db: Database,
  table: string,
  count: number,
): Promise<readonly number[]> {
  let last = 0;
  await withTransaction(db, async (transaction) => {
    await transaction.raw(
      `insert into sqlite_sequence (name, seq)
       select ?, 0 where not exists (select 1 from sqlite_sequence where name = ?)`,
      [table, table],
    );
    const [row] = (await transaction.raw(
      'update sqlite_sequence set seq = seq + ? where name = ? returning seq',
      [count, table],
    )) as [{ seq: number }];
    last = row.seq;
  });
  return Array.from({ length: count }, (_, at) => last - count + 1 + at);
}

function quoted(name: string): string {
  if (!/^[a-z_0-9]+$/.test(name)) throw new Error(`"${name}" is no name of a table or column`);
  return `"${name}"`;
}
