import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { openRows } from '../sealed-rows.ts';
import type { PersonKey, Vault } from '../vault.ts';

/** Somebody's own words, about a decision, a review, or the data. */
export interface Statement {
  readonly id: number;
  readonly personId: number;
  readonly reviewId: number | null;
  readonly decisionId: number | null;
  /** What it is: `contest`, `correction`, `new_fact`, `proposal`, `note` … */
  readonly kind: string;
  readonly authorKind: 'customer' | 'representative' | 'staff';
  readonly authorId: number | null;
  readonly at: IsoInstant;
  readonly text: string;
}

const PURPOSE = 'statement';

export async function insertStatement(
  db: Database,
  vault: Vault,
  statement: Omit<Statement, 'id'>,
): Promise<number> {
  const key = await vault.keyFor(db, statement.personId);
  const [row] = await db('statements')
    .insert({
      person_id: statement.personId,
      review_id: statement.reviewId,
      decision_id: statement.decisionId,
      kind: statement.kind,
      author_kind: statement.authorKind,
      author_id: statement.authorId,
      at: statement.at,
      text_sealed: vault.seal(key, statement.text, PURPOSE),
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('statements: the database returned no id');
  return row.id;
}

/** Oldest first. */
export async function listStatements(
  db: Database,
  vault: Vault,
  about: StatementsAbout,
): Promise<readonly Statement[]> {
  const rows = await aboutIt(db, about).orderBy('id').select<StatementRow[]>();
  return openRows(db, vault, rows, (row, { key }) => {
    const text = openStatement(vault, key, row.text_sealed);
    return text === null ? null : statementOf(row, text);
  });
}

/** Takes words away; never those of a review, whose committee decides on them, nor those that papers hang on. */
export async function deleteWords(db: Database, ids: readonly number[]): Promise<number> {
  const gone = await db('statements')
    .whereIn('id', ids)
    .whereNull('review_id')
    .whereNotExists(db('documents').select('id').whereRaw('documents.statement_id = statements.id'))
    .pluck<number[]>('id');
  await db('statement_readings').whereIn('statement_id', gone).delete();
  return db('statements').whereIn('id', gone).delete();
}

/** The same for all words of these kinds that a person said. */
export async function deleteWordsOf(
  db: Database,
  personId: number,
  kinds: readonly string[],
): Promise<number> {
  const ids = await db('statements')
    .where({ person_id: personId })
    .whereIn('kind', kinds)
    .pluck<number[]>('id');
  return deleteWords(db, ids);
}

/** Whose words they are; null when there is no such statement of a person. */
export async function findStatementPerson(db: Database, statementId: number): Promise<number | null> {
  const row = await db('statements')
    .where({ id: statementId })
    .whereNot('author_kind', 'staff')
    .first<{ person_id: number } | undefined>('person_id');
  return row?.person_id ?? null;
}

/** Null: the person is erased. */
export function openStatement(vault: Vault, key: PersonKey | undefined, sealed: Buffer): string | null {
  return vault.open(key, sealed, PURPOSE);
}

export type StatementsAbout =
  | { readonly reviewId: number }
  | { readonly decisionId: number }
  | { readonly personId: number }
  /** With all decisions on it, the replaced ones and those of earlier runs. */
  | { readonly claimId: number }
  | { readonly applicationId: number };

function aboutIt(db: Database, about: StatementsAbout) {
  const statements = db('statements');
  if ('reviewId' in about) return statements.where({ review_id: about.reviewId });
  if ('decisionId' in about) return statements.where({ decision_id: about.decisionId });
  if ('personId' in about) return statements.where({ person_id: about.personId });
  const ofCase = 'claimId' in about ? { claim_id: about.claimId } : { application_id: about.applicationId };
  return statements.whereIn('decision_id', db('decisions').select('id').where(ofCase));
}

interface StatementRow {
  readonly id: number;
  readonly person_id: number;
  readonly review_id: number | null;
  readonly decision_id: number | null;
  readonly kind: string;
  readonly author_kind: Statement['authorKind'];
  readonly author_id: number | null;
  readonly at: IsoInstant;
  readonly text_sealed: Buffer;
}

function statementOf(row: StatementRow, text: string): Statement {
  return {
    id: row.id,
    personId: row.person_id,
    reviewId: row.review_id,
    decisionId: row.decision_id,
    kind: row.kind,
    authorKind: row.author_kind,
    authorId: row.author_id,
    at: row.at,
    text,
  };
}
