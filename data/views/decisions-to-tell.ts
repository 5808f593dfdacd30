import type { Database } from '../database.ts';

/** A measure is let go when it needs no person or one and was released, or when a second person confirmed it. */
const LET_GO = `exists (
  select 1 from releases r where r.decision_id = d.id
  and r.act = case d.release_class when 'two_people' then 'confirm' else 'release' end)`;

/**
 * Decisions of a run whose person is owed the first notice: every credit decision of the program, every measure that
 * was let go; not those who were told.
 */
export async function listDecisionsToTell(
  db: Database,
  { runId, after, limit }: { readonly runId: number; readonly after: number; readonly limit: number },
): Promise<readonly number[]> {
  return db('decisions as d')
    .where({ 'd.run_id': runId, 'd.decided_by': 'program' })
    .where('d.id', '>', after)
    .whereRaw(`(d.kind = 'credit' or ${LET_GO})`)
    .whereRaw(
      `not exists (select 1 from notices n where n.decision_id = d.id and n.kind in ('decision', 'measure'))`,
    )
    .orderBy('d.id')
    .limit(limit)
    .pluck<number[]>('d.id');
}

/** Those of the decisions whose first notice was made already. */
export async function listTold(db: Database, decisionIds: readonly number[]): Promise<ReadonlySet<number>> {
  const told = await db('notices')
    .whereIn('decision_id', decisionIds)
    .whereIn('kind', ['decision', 'measure'])
    .distinct('decision_id')
    .pluck<number[]>('decision_id');
  return new Set(told);
}
