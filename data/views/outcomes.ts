import type { Database } from '../database.ts';

/** Outcomes of a name as told by the imported file, by claim or application: what a scorecard is trained towards. */
export interface KnownOutcomes {
  readonly ofClaims: ReadonlyMap<number, number>;
  readonly ofApplications: ReadonlyMap<number, number>;
}

export async function readOutcomes(db: Database, portfolioId: number, name: string): Promise<KnownOutcomes> {
  const rows = (await db('outcomes')
    .where({ portfolio_id: portfolioId, name })
    .select('claim_id', 'application_id', 'value')
    .orderBy('id')) as {
    readonly claim_id: number | null;
    readonly application_id: number | null;
    readonly value: number;
  }[];
  const ofClaims = new Map<number, number>();
  const ofApplications = new Map<number, number>();
  for (const { claim_id, application_id, value } of rows) {
    if (claim_id !== null) ofClaims.set(claim_id, value);
    if (application_id !== null) ofApplications.set(application_id, value);
  }
  return { ofClaims, ofApplications };
}
