import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import type { Vault } from '../vault.ts';

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
  about: { readonly reviewId: number } | { readonly decisionId: number } | { readonly personId: number },
): Promise<readonly Statement[]> {
  const rows = await db('statements').where(columnsOf(about)).orderBy('id').select<StatementRow[]>();
  const keys = await vault.keysFor(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.flatMap((row) => {
    const text = vault.open(keys.get(row.person_id), row.text_sealed, PURPOSE);
    return text === null ? [] : [statementOf(row, text)];
  });
}

function columnsOf(
  about: { readonly reviewId: number } | { readonly decisionId: number } | { readonly personId: number },
): Readonly<Record<string, number>> {
  if ('reviewId' in about) return { review_id: about.reviewId };
  if ('decisionId' in about) return { decision_id: about.decisionId };
  return { person_id: about.personId };
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
