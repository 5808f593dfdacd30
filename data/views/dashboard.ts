import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { BUCKET_STARTS } from './runs.ts';

/** Currency of most claims of a portfolio: what its sums are told in. */
export async function readCurrency(db: Database, portfolioId: number): Promise<string> {
  const row = (await db('claims').where({ portfolio_id: portfolioId }).first('currency')) as
    | { readonly currency: string }
    | undefined;
  return row?.currency ?? 'EUR';
}

/** Cases that moved between the buckets of days past due from one run to the next, most first. */
export async function readRollRates(
  db: Database,
  beforeRunId: number,
  runId: number,
): Promise<readonly { readonly from: number; readonly to: number; readonly cases: number }[]> {
  const bucket = (column: string): string =>
    `case ${BUCKET_STARTS.map((from) => `when ${column} >= ${from} then ${from}`).join(' ')} else 0 end`;
  const [from, to] = [bucket('b.days_past_due'), bucket('a.days_past_due')];
  const rows = (await db('decisions as b')
    .join('decisions as a', (on) => on.on('a.claim_id', 'b.claim_id').andOnVal('a.run_id', runId))
    .where('b.run_id', beforeRunId)
    .whereRaw(`${from} <> ${to}`)
    .groupByRaw(`${from}, ${to}`)
    .select({ from: db.raw(from), to: db.raw(to) })
    .count({ cases: '*' })
    .orderBy('cases', 'desc')
    .limit(12)) as { readonly from: number; readonly to: number; readonly cases: number }[];
  return rows.map((row) => ({ from: Number(row.from), to: Number(row.to), cases: Number(row.cases) }));
}

/** What has come in on the portfolio's claims after a day. */
export async function readPaidSince(db: Database, portfolioId: number, since: IsoDate): Promise<number> {
  const row = (await db('payments')
    .where({ portfolio_id: portfolioId })
    .where('happened_on', '>', since)
    .whereNull('reversed_on')
    .sum({ cents: 'amount_cents' })
    .first()) as { readonly cents: number | string | null };
  return Number(row.cents ?? 0);
}
