import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';
import { openStatement } from '../stores/statements.ts';

/** What a person told us about a decision, outside any review, that nobody of the staff has read yet. */
export interface UnreadStatement {
  readonly statementId: number;
  readonly decisionId: number;
  readonly kind: string;
  readonly text: string;
  readonly at: IsoInstant;
  readonly about: 'collection' | 'credit';
  readonly applicationId: number | null;
  /** Claim or application number. */
  readonly caseNumber: string | null;
}

/** Oldest first: who has waited longest is read first. */
export async function listUnreadStatements(
  db: Database,
  vault: Vault,
  limit: number,
): Promise<readonly UnreadStatement[]> {
  const rows = (await unread(db)
    .join('decisions as d', 'd.id', 's.decision_id')
    .leftJoin('claims as c', 'c.id', 'd.claim_id')
    .leftJoin('applications as a', 'a.id', 'd.application_id')
    .orderBy('s.id')
    .limit(limit)
    .select(
      's.id',
      's.person_id',
      's.decision_id',
      's.kind',
      's.at',
      's.text_sealed',
      'd.kind as about',
      'd.application_id',
      'c.claim_number',
      'a.application_number',
    )) as Row[];
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.flatMap((row) => {
    const text = openStatement(vault, keys.get(row.person_id), row.text_sealed);
    if (text === null) return [];
    return {
      statementId: row.id,
      decisionId: row.decision_id,
      kind: row.kind,
      text,
      at: row.at,
      about: row.about,
      applicationId: row.application_id,
      caseNumber: row.claim_number ?? row.application_number,
    };
  });
}

export async function countUnreadStatements(db: Database): Promise<number> {
  const row = (await unread(db).count({ count: '*' }).first()) as { readonly count: number | string };
  return Number(row.count);
}

/** Words said in a review are read by its officer and its committee: they are not listed here. */
function unread(db: Database) {
  return db('statements as s')
    .leftJoin('statement_readings as r', 'r.statement_id', 's.id')
    .whereNull('r.statement_id')
    .whereNull('s.review_id')
    .whereNotNull('s.decision_id')
    .whereNot('s.author_kind', 'staff');
}

interface Row {
  readonly id: number;
  readonly person_id: number;
  readonly decision_id: number;
  readonly kind: string;
  readonly at: IsoInstant;
  readonly text_sealed: Buffer;
  readonly about: UnreadStatement['about'];
  readonly application_id: number | null;
  readonly claim_number: string | null;
  readonly application_number: string | null;
}
