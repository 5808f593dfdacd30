import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import type { CreditApplication } from '../../scoring/portfolio/records.ts';
import type { Database } from '../database.ts';

/** An application with the decision in force, if there is one. */
export interface ApplicationRow {
  readonly applicationId: number;
  readonly applicationNumber: string;
  readonly personId: number;
  readonly on: IsoDate;
  readonly lender: string;
  readonly product: CreditApplication['product'];
  readonly currency: string;
  readonly amountCents: number;
  readonly termMonths: number;
  readonly annualRate: number;
  readonly decisionId: number | null;
  readonly outcomeKind: 'approve' | 'decline' | 'refer' | null;
  readonly points: number | null;
}

export interface ApplicationFilter {
  readonly outcome: 'approve' | 'decline' | 'refer' | 'undecided' | null;
  /** Only applications with a smaller number: the next page. */
  readonly before: number | null;
}

/** Newest first. */
export async function listApplications(
  db: Database,
  filter: ApplicationFilter,
  limit: number,
): Promise<readonly ApplicationRow[]> {
  const query = applications(db).orderBy('applications.id', 'desc').limit(limit);
  if (filter.before !== null) void query.where('applications.id', '<', filter.before);
  if (filter.outcome === 'undecided') void query.whereNull('decisions.id');
  else if (filter.outcome !== null) void query.where('decisions.outcome_kind', filter.outcome);
  return ((await query) as Row[]).map(rowOf);
}

export async function readApplication(db: Database, applicationId: number): Promise<ApplicationRow | null> {
  const rows = (await applications(db).where('applications.id', applicationId).limit(1)) as Row[];
  return rows[0] === undefined ? null : rowOf(rows[0]);
}

/** The newest decision on an application is the one in force: an override is a newer one. */
function applications(db: Database) {
  return db('applications')
    .leftJoin('decisions', (join) => {
      void join
        .on('decisions.application_id', 'applications.id')
        .andOn(
          'decisions.id',
          '=',
          db.raw(
            '(select max(newest.id) from decisions newest where newest.application_id = applications.id)',
          ),
        );
    })
    .select(
      'applications.id',
      'applications.application_number',
      'applications.person_id',
      'applications.happened_on',
      'applications.lender',
      'applications.product',
      'applications.currency',
      'applications.amount_cents',
      'applications.term_months',
      'applications.annual_rate',
      'decisions.id as decision_id',
      'decisions.outcome_kind',
      'decisions.points',
    );
}

interface Row {
  readonly id: number;
  readonly application_number: string;
  readonly person_id: number;
  readonly happened_on: IsoDate;
  readonly lender: string;
  readonly product: CreditApplication['product'];
  readonly currency: string;
  readonly amount_cents: number;
  readonly term_months: number;
  readonly annual_rate: number;
  readonly decision_id: number | null;
  readonly outcome_kind: ApplicationRow['outcomeKind'];
  readonly points: number | null;
}

function rowOf(row: Row): ApplicationRow {
  return {
    applicationId: row.id,
    applicationNumber: row.application_number,
    personId: row.person_id,
    on: row.happened_on,
    lender: row.lender,
    product: row.product,
    currency: row.currency,
    amountCents: row.amount_cents,
    termMonths: row.term_months,
    annualRate: row.annual_rate,
    decisionId: row.decision_id,
    outcomeKind: row.outcome_kind,
    points: row.points,
  };
}

/** The id that the pages know an application by. */
export async function readApplicationId(db: Database, applicationNumber: string): Promise<number | null> {
  const row = (await db('applications')
    .where({ application_number: applicationNumber })
    .orderBy('id', 'desc')
    .first('id')) as { readonly id: number } | undefined;
  return row?.id ?? null;
}
