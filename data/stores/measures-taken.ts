import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { CarriedOut } from '../../scoring/review/undo.ts';
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
  return (await findCarriedOut(db, decisionId))?.on ?? null;
}

/** The measure of a decision as it was carried out; null while it was not. */
export async function findCarriedOut(
  db: Database,
  decisionId: number,
): Promise<(CarriedOut & { readonly on: IsoDate }) | null> {
  const row = await db('measures_taken')
    .join('decisions', 'decisions.portfolio_id', 'measures_taken.portfolio_id')
    .where({ 'decisions.id': decisionId, 'measures_taken.external_id': `decision ${decisionId}` })
    .first<{ happened_on: IsoDate; measure: string; debtor_cost_cents: number } | undefined>(
      'measures_taken.happened_on',
      'measures_taken.measure',
      'measures_taken.debtor_cost_cents',
    );
  if (row === undefined) return null;
  return { on: row.happened_on, measure: row.measure, debtorCostCents: row.debtor_cost_cents };
}
