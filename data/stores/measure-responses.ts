import type { MeasureResponses } from '../../scoring/decision/responses.ts';
import type { IsoDate, IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** What the measures taken in a portfolio have taught, up to a day. */
export interface StoredResponses {
  readonly id: number;
  readonly asOf: IsoDate;
  readonly fingerprint: string;
  readonly responses: MeasureResponses;
}

export interface NewResponses extends Omit<StoredResponses, 'id'> {
  readonly portfolioId: number;
  readonly policyId: string;
  readonly createdAt: IsoInstant;
}

export async function insertMeasureResponses(db: Database, learnt: NewResponses): Promise<number> {
  const [row] = await db('measure_responses')
    .insert({
      portfolio_id: learnt.portfolioId,
      policy_id: learnt.policyId,
      as_of: learnt.asOf,
      fingerprint: learnt.fingerprint,
      document: JSON.stringify(learnt.responses),
      created_at: learnt.createdAt,
    })
    .returning<{ id: number }[]>('id');
  if (row === undefined) throw new Error('measure_responses: the database returned no id');
  return row.id;
}

/** The newest; null when nothing was learnt yet. */
export async function findMeasureResponses(
  db: Database,
  portfolioId: number,
  policyId: string,
): Promise<StoredResponses | null> {
  return responsesOf(
    (await db('measure_responses')
      .where({ portfolio_id: portfolioId, policy_id: policyId })
      .orderBy('id', 'desc')
      .first()) as ResponsesRow | undefined,
  );
}

export async function findMeasureResponsesById(db: Database, id: number): Promise<StoredResponses | null> {
  return responsesOf((await db('measure_responses').where({ id }).first()) as ResponsesRow | undefined);
}

/** The newest that there was at that moment: what a single decision made then had rested on. */
export async function findMeasureResponsesAt(
  db: Database,
  portfolioId: number,
  policyId: string,
  at: IsoInstant,
): Promise<StoredResponses | null> {
  return responsesOf(
    (await db('measure_responses')
      .where({ portfolio_id: portfolioId, policy_id: policyId })
      .where('created_at', '<=', at)
      .orderBy('id', 'desc')
      .first()) as ResponsesRow | undefined,
  );
}

interface ResponsesRow {
  readonly id: number;
  readonly as_of: IsoDate;
  readonly fingerprint: string;
  readonly document: string;
}

function responsesOf(row: ResponsesRow | undefined): StoredResponses | null {
  if (row === undefined) return null;
  return {
    id: row.id,
    asOf: row.as_of,
    fingerprint: row.fingerprint,
    responses: JSON.parse(row.document) as MeasureResponses,
  };
}
