import type { ExportedCase, ExportKind } from '../views/run-export.ts';
import type { Cell } from './write-csv.ts';

export interface CaseTable {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly Cell[]>;
}

type Field = readonly [name: string, of: (row: ExportedCase) => Cell];

const NUMBER: Field = ['number', (row) => row.number];
const AS_OF: Field = ['as_of', (row) => row.asOf];
const DECISION: Field = ['decision', (row) => row.decisionId];
const CURRENCY: Field = ['currency', (row) => row.currency];
const AMOUNT: Field = ['amount', (row) => units(row.amountCents)];
const MEASURE: Field = ['measure', (row) => row.measure];
const DEBTOR_COST: Field = ['debtor_cost', (row) => units(row.debtorCostCents)];
const PROBABILITY: Field = ['probability', (row) => row.probability];
const POINTS: Field = ['points', (row) => row.points];

/** What each file holds, in this order; amounts in units of the currency. */
const FIELDS: Readonly<Record<ExportKind, readonly Field[]>> = {
  decisions: [
    NUMBER,
    AS_OF,
    ['outcome', (row) => row.outcome],
    MEASURE,
    ['release', (row) => row.releaseClass],
    ['released', (row) => row.released],
    CURRENCY,
    AMOUNT,
    ['term_months', (row) => row.termMonths],
    ['days_past_due', (row) => row.daysPastDue],
    ['phase', (row) => row.phase],
    PROBABILITY,
    POINTS,
    ['expected_net', (row) => units(row.expectedNetCents)],
    DEBTOR_COST,
    DECISION,
  ],
  measures: [NUMBER, AS_OF, MEASURE, CURRENCY, AMOUNT, DEBTOR_COST, DECISION],
  scores: [NUMBER, AS_OF, PROBABILITY, POINTS, DECISION],
};

/** The decisions of a run as a table to be written as CSV or as a workbook. */
export function caseTable(kind: ExportKind, pages: AsyncIterable<readonly ExportedCase[]>): CaseTable {
  const fields = FIELDS[kind];
  return { header: fields.map(([name]) => name), rows: cellsOf(fields, pages) };
}

async function* cellsOf(
  fields: readonly Field[],
  pages: AsyncIterable<readonly ExportedCase[]>,
): AsyncGenerator<readonly Cell[]> {
  for await (const page of pages) {
    for (const row of page) yield fields.map(([, of]) => of(row));
  }
}

function units(cents: number | null): number | null {
  return cents === null ? null : cents / 100;
}
