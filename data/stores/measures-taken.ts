import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { insertNew } from '../bulk.ts';
import type { Database } from '../database.ts';

export interface NewMeasureTaken {
  readonly portfolioId: number;
  readonly decisionId: number;
  readonly personId: number;
  readonly claimId: number;
  readonly on: IsoDate;
  readonly measure: string;
  readonly creditorCostCents: number;
  readonly debtorCostCents: number;
}

/** Enters released measures among the records, so that the next run knows of them; once a decision, however often asked. */
export async function insertMeasuresTaken(db: Database, taken: readonly NewMeasureTaken[]): Promise<void> {
  await insertNew(
    db,
    'measures_taken',
    taken.map((row) => ({
      portfolio_id: row.portfolioId,
      external_id: `decision ${row.decisionId}`,
      source: 'own_measures',
      obtained_on: row.on,
      valid_until: null,
      person_id: row.personId,
      claim_id: row.claimId,
      happened_on: row.on,
      measure: row.measure,
      creditor_cost_cents: row.creditorCostCents,
      debtor_cost_cents: row.debtorCostCents,
    })),
  );
}

/** The day on which the measure of a decision was carried out; null while it was not. */
export async function findCarriedOutOn(db: Database, decisionId: number): Promise<IsoDate | null> {
  const row = await db('measures_taken')
    .join('decisions', 'decisions.portfolio_id', 'measures_taken.portfolio_id')
    .where({ 'decisions.id': decisionId, 'measures_taken.external_id': `decision ${decisionId}` })
    .first<{ happened_on: IsoDate } | undefined>('measures_taken.happened_on');
  return row?.happened_on ?? null;
}
