import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { decisionsWithActs, RELEASE_STATE } from './release-state.ts';

/** One decision of a run, as it goes out: no name, no identifier, nothing that needs a person's key. */
export interface ExportedCase {
  readonly decisionId: number;
  readonly personId: number;
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
  const found = decisionsWithActs(db)
    .leftJoin('claims as n', 'n.id', 'd.claim_id')
    .leftJoin('applications as a', 'a.id', 'd.application_id')
    .where('d.run_id', runId)
    .select({
      decisionId: 'd.id',
      personId: 'd.person_id',
      number: db.raw('coalesce(n.claim_number, a.application_number)'),
      asOf: 'd.as_of',
      outcome: 'd.outcome_kind',
      // What was let go, where that is not what was recommended.
      measure: db.raw(
        `case when ${RELEASED} = 1 then coalesce(c.measure, r.measure, d.measure) else d.measure end`,
      ),
      releaseClass: 'd.release_class',
      released: db.raw(RELEASED),
      currency: db.raw('coalesce(n.currency, a.currency)'),
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

/** Let go, and neither contested since nor replaced by people: what may be carried out. */
const RELEASED = `case when ${RELEASE_STATE} = 'released' then 1 else 0 end`;
