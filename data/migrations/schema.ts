import type { Knex } from 'knex';

/** What every migration in the list gives: its name (its order) and what it does. */
export interface Migration {
  readonly name: string;
  readonly up: (db: Knex) => Promise<void>;
  readonly down: (db: Knex) => Promise<void>;
}

/** A calendar date as ISO text: the same bytes on both databases, and compared as it is. */
export function isoDate(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.specificType(column, 'char(10)');
}

/** An instant in UTC as ISO text with milliseconds. */
export function isoInstant(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.specificType(column, 'char(24)');
}

/** Money in whole cents. */
export function cents(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.bigInteger(column);
}

/** Yes or no as 1 or 0: SQLite has no boolean, and one form spares a translation at every read. */
export function flag(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.smallint(column).notNullable().defaultTo(0);
}

/** Integer ids of 64 bits, drawn by the database or in blocks by `allocateIds`. */
export function rowId(table: Knex.CreateTableBuilder): void {
  table.bigIncrements('id');
}

/**
 * What every datum of evidence carries: where it came from, when we came to know it, how long it may be used, and
 * the name its sender knows it by, so that the same file sent twice changes nothing.
 */
export function evidence(table: Knex.CreateTableBuilder): void {
  rowId(table);
  table.bigInteger('portfolio_id').notNullable();
  table.text('external_id');
  table.text('source').notNullable();
  isoDate(table, 'obtained_on').notNullable();
  isoDate(table, 'valid_until');
  table.unique(['portfolio_id', 'external_id']);
}

/** A datum about a person. The index serves reading by ranges of persons and erasure. */
export function ofPerson(table: Knex.CreateTableBuilder): void {
  table.bigInteger('person_id').notNullable().references('persons.id');
  table.index(['person_id']);
}

/**
 * A datum about a claim, which repeats the claim's first person: one index then serves reading by ranges of persons,
 * erasure and the check that the claim is that person's.
 */
export function ofClaim(table: Knex.CreateTableBuilder): void {
  table.bigInteger('person_id').notNullable();
  table.bigInteger('claim_id').notNullable();
  table.foreign(['person_id', 'claim_id']).references(['person_id', 'id']).inTable('claims');
  table.index(['person_id', 'claim_id']);
}

/**
 * Adds a column that names a row of another table, null to begin with. On SQLite the builder would make the table anew,
 * which fails as soon as another table has rows that name it.
 */
export async function addReference(db: Knex, table: string, column: string, to: string): Promise<void> {
  await db.raw('alter table ?? add column ?? bigint references ?? (id)', [table, column, to]);
}

export async function dropReference(db: Knex, table: string, column: string): Promise<void> {
  await db.raw('alter table ?? drop column ??', [table, column]);
}

export function isPostgres(db: Knex): boolean {
  return (db.client as { readonly config: { readonly client: unknown } }).config.client === 'pg';
}

/** Refuses an operation on a table, whoever asks; `unless` is an SQL condition that lets it through. */
export async function refuse(
  db: Knex,
  operation: 'update' | 'delete',
  table: string,
  because: string,
  unless = 'false',
): Promise<void> {
  const name = `${table}_no_${operation}`;
  if (!isPostgres(db)) {
    await db.raw(
      `create trigger ${name} before ${operation} on ${table} for each row when not (${unless})
       begin select raise(abort, '${because}'); end`,
    );
    return;
  }
  await db.raw(
    `create or replace function ${name}() returns trigger language plpgsql as $$
     begin
       if not (${unless}) then raise exception '${because}'; end if;
       if tg_op = 'DELETE' then return old; end if;
       return new;
     end $$`,
  );
  await db.raw(
    `create trigger ${name} before ${operation} on ${table} for each row execute function ${name}()`,
  );
}

export async function dropTables(db: Knex, tables: readonly string[]): Promise<void> {
  for (const table of tables) await db.schema.dropTableIfExists(table);
}
