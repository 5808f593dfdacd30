import type { Database } from '../database.ts';

/** An import with its portfolio's name, for the list. */
export interface ImportLine {
  readonly id: number;
  readonly portfolio: string;
  readonly fileName: string;
  readonly recordType: string;
  readonly state: 'running' | 'finished' | 'failed';
  readonly accepted: number;
  readonly known: number;
  readonly refused: number;
  readonly takenOut: number;
  readonly erased: number;
  readonly matched: number;
  readonly error: string | null;
  readonly startedAt: string;
}

export async function listImportLines(db: Database, limit: number): Promise<readonly ImportLine[]> {
  return (await lines(db).orderBy('i.id', 'desc').limit(limit)) as ImportLine[];
}

export async function readImportLine(db: Database, importId: number): Promise<ImportLine | null> {
  return ((await lines(db).where('i.id', importId).first()) as ImportLine | undefined) ?? null;
}

function lines(db: Database) {
  return db('imports as i').join('portfolios as p', 'p.id', 'i.portfolio_id').select({
    id: 'i.id',
    portfolio: 'p.name',
    fileName: 'i.file_name',
    recordType: 'i.record_type',
    state: 'i.state',
    accepted: 'i.accepted',
    known: 'i.known',
    refused: 'i.refused',
    takenOut: 'i.taken_out',
    erased: 'i.rows_erased',
    matched: 'i.rows_matched',
    error: 'i.error',
    startedAt: 'i.started_at',
  });
}
