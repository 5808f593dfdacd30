import type { Database } from '../database.ts';

/** A decision of a run in one line: codes and figures, nothing that tells who the person is. */
export interface RunDecision {
  readonly id: number;
  readonly caseNumber: string | null;
  readonly outcome: 'measure' | 'approve' | 'decline' | 'refer';
  readonly measure: string | null;
  readonly amountCents: number | null;
  readonly points: number | null;
  readonly probability: number | null;
}

/** Paged by number, so that a run of any size can be read to its end. */
export async function listDecisionsOfRun(
  db: Database,
  { runId, after, limit }: { readonly runId: number; readonly after: number; readonly limit: number },
): Promise<readonly RunDecision[]> {
  return db('decisions')
    .leftJoin('claims', 'claims.id', 'decisions.claim_id')
    .leftJoin('applications', 'applications.id', 'decisions.application_id')
    .where('decisions.run_id', runId)
    .where('decisions.id', '>', after)
    .orderBy('decisions.id')
    .limit(limit)
    .select<RunDecision[]>(
      'decisions.id',
      db.raw('coalesce(claims.claim_number, applications.application_number) as "caseNumber"'),
      'decisions.outcome_kind as outcome',
      'decisions.measure',
      'decisions.amount_cents as amountCents',
      'decisions.points',
      'decisions.probability',
    );
}
