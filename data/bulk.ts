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
  const plain = columns.filter((column) => !sealed.includes(column));
  let inserted = 0;
  // In a transaction, so that a batch is whole and SQLite counts its changes on the same connection.
  await inTransaction(db, async (transaction) => {
    const statement = await insertStatement(transaction, table, plain, sealed, onConflict);
    for (const batch of batches(rows, sealed)) {
      inserted += await runInsert(transaction, statement, bindings(batch, plain, sealed));
    }
  });
  return inserted;
}

/** In the caller's transaction where there is one, in one of its own otherwise. */
export async function inTransaction(db: Database, work: (db: Database) => Promise<void>): Promise<void> {
  if ((db as { isTransaction?: boolean }).isTransaction === true) await work(db);
  else await db.transaction(work);
}

async function runInsert(
  db: Database,
  statement: string,
  bound: readonly (Buffer | string)[],
): Promise<number> {
  if (isPostgres(db)) return (await db.raw<{ rowCount: number }>(statement, bound)).rowCount;
  await db.raw(statement, bound);
  const [counted] = await db.raw<{ inserted: number }[]>('select changes() as inserted');
  return counted?.inserted ?? 0;
}

function* batches(rows: readonly Row[], sealed: readonly string[]): Generator<readonly Row[]> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < rows.length; at++) {
    for (const column of sealed) bytes += sealedCell(rows[at], column)?.length ?? 0;
    if (at - from + 1 === ROWS_A_STATEMENT || bytes >= BYTES_A_STATEMENT) {
      yield rows.slice(from, at + 1);
      from = at + 1;
      bytes = 0;
    }
  }
  if (from < rows.length) yield rows.slice(from);
}

/**
 * A batch as few bindings, whatever its length: for each sealed column all its bytes in one piece, and one JSON array
 * of arrays with the plain cells, followed by where in the piece each sealed cell begins (from 1) and how long it is.
 */
function bindings(
  rows: readonly Row[],
  plain: readonly string[],
  sealed: readonly string[],
): readonly (Buffer | string)[] {
  const next = sealed.map(() => 1);
  const pieces = sealed.map((): Buffer[] => []);
  const cells = rows.map((row) => {
    const line: Cell[] = plain.map((column) => row[column] ?? null);
    sealed.forEach((column, at) => {
      const bytes = sealedCell(row, column);
      if (bytes === null) {
        line.push(null, null);
      } else {
        line.push(next[at] ?? 1, bytes.length);
        pieces[at]?.push(bytes);
        next[at] = (next[at] ?? 1) + bytes.length;
      }
    });
    return line;
  });
  return [...pieces.map((piece) => Buffer.concat(piece)), JSON.stringify(cells)];
}

function sealedCell(row: Row | undefined, column: string): Buffer | null {
  const cell = row?.[column];
  return Buffer.isBuffer(cell) ? cell : null;
}

/** `value ->> n` keeps JSON's own types in SQLite; in PostgreSQL it is text, cast to the column's type. */
async function insertStatement(
  db: Database,
  table: string,
  plain: readonly string[],
  sealed: readonly string[],
  onConflict: string,
): Promise<string> {
  const into = `insert into ${quoted(table)} (${[...sealed, ...plain].map(quoted).join(', ')})`;
  const begins = (at: number): number => plain.length + 2 * at;
  if (isPostgres(db)) {
    const types = await columnTypes(db, table);
    const cells = [
      ...sealed.map(
        (_, at) =>
          `substring(?::bytea from (value ->> ${begins(at)})::int for (value ->> ${begins(at) + 1})::int)`,
      ),
      ...plain.map((column, at) => `(value ->> ${at})::${types.get(column) ?? 'text'}`),
    ];
    return `${into} select ${cells.join(', ')} from jsonb_array_elements(?::jsonb) ${onConflict}`;
  }
  const cells = [
    ...sealed.map((_, at) => `substr(?, value ->> ${begins(at)}, value ->> ${begins(at) + 1})`),
    ...plain.map((_, at) => `value ->> ${at}`),
  ];
  // `where true` keeps SQLite from reading "on conflict" as a join.
  return `${into} select ${cells.join(', ')} from json_each(?) where true ${onConflict}`;
}

async function columnTypes(db: Database, table: string): Promise<ReadonlyMap<string, string>> {
  const found = await db.raw<{ rows: readonly { attname: string; type: string }[] }>(
    `select attname, format_type(atttypid, atttypmod) as type
     from pg_attribute where attrelid = ?::regclass and attnum > 0`,
    [table],
  );
  return new Map(found.rows.map((row) => [row.attname, row.type]));
}

async function drawFromSequence(db: Database, table: string, count: number): Promise<readonly number[]> {
  const drawn = await db.raw<{ rows: readonly { id: number }[] }>(
    `select nextval(pg_get_serial_sequence(?, 'id')) as id from generate_series(1, ?)`,
    [table, count],
  );
  return drawn.rows.map((row) => row.id);
}

/** SQLite keeps the last id given of every autoincrement table in a table of its own, open to updates. */
async function drawFromSqliteSequence(
  db: Database,
  table: string,
  count: number,
): Promise<readonly number[]> {
  let last = 0;
  await inTransaction(db, async (transaction) => {
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
