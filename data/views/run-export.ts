import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';

/** One decision of a run, as it goes out: no name, no identifier, nothing that needs a person's key. */
export interface ExportedCase {
  readonly decisionId: number;
  /** Claim or application number. */
  readonly number: string;
  readonly asOf: IsoDate;
  readonly outcome: string;
  readonly measure: string | null;
  readonly releaseClass: string | null;
  readonly released: boolean;
  readonly currency: string;
  readonly amountCents: number | null;
  readonly termMonths: number | null;
  readonly daysPastDue: number | null;
  readonly phase: string | null;
  readonly probability: number | null;
  readonly points: number | null;
  readonly expectedNetCents: number | null;
  readonly debtorCostCents: number | null;
}

export const EXPORTS = ['decisions', 'measures', 'scores'] as const;
/** decisions: all of them; measures: those released, ready to be carried out; scores: only what was scored. */
export type ExportKind = (typeof EXPORTS)[number];

/** The decisions of a run in the order in which they were made, page by page. */
export async function* eachDecisionOfRun(
  db: Database,
  runId: number,
  kind: ExportKind,
  pageSize = 2_000,
): AsyncGenerator<readonly ExportedCase[]> {
  let after = 0;
  for (;;) {
    const rows = (await query(db, runId, kind)
      .where('d.id', '>', after)
      .orderBy('d.id')
      .limit(pageSize)) as StoredCase[];
    if (rows.length === 0) return;
    after = rows.at(-1)!.decisionId;
    yield rows.map((row) => ({ ...row, released: row.released === 1 }));
  }
}

type StoredCase = Omit<ExportedCase, 'released'> & { readonly released: number };

function query(db: Database, runId: number, kind: ExportKind) {
  const found = db('decisions as d')
    .leftJoin('claims as c', 'c.id', 'd.claim_id')
    .leftJoin('applications as a', 'a.id', 'd.application_id')
    .where('d.run_id', runId)
    .select({
      decisionId: 'd.id',
      number: db.raw('coalesce(c.claim_number, a.application_number)'),
      asOf: 'd.as_of',
      outcome: 'd.outcome_kind',
      measure: 'd.measure',
      releaseClass: 'd.release_class',
      released: db.raw(RELEASED),
      currency: db.raw('coalesce(c.currency, a.currency)'),
      amountCents: 'd.amount_cents',
      termMonths: 'd.term_months',
      daysPastDue: 'd.days_past_due',
      phase: 'd.phase',
      probability: 'd.probability',
      points: 'd.points',
      expectedNetCents: 'd.expected_net_cents',
      debtorCostCents: 'd.debtor_cost_cents',
    });
  if (kind === 'measures') found.whereRaw(`${RELEASED} = 1`);
  return found;
}

/**
 * Released, and confirmed where that takes two, not taken back, not suspended by a review, and not replaced by people.
 */
const RELEASED = `case
  when not exists (select 1 from releases r where r.decision_id = d.id and r.act = 'release') then 0
  when d.release_class = 'two_people'
    and not exists (select 1 from releases r where r.decision_id = d.id and r.act = 'confirm') then 0
  when exists (select 1 from releases r where r.decision_id = d.id and r.act = 'reject') then 0
  when exists (select 1 from reviews v where v.decision_id = d.id and v.suspends_outcome = 1
    and v.state not in ('notified', 'withdrawn')) then 0
  when exists (select 1 from decisions n where n.replaces_decision_id = d.id) then 0
  else 1 end`;
