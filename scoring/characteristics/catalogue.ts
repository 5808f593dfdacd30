import type { Provenance } from '../portfolio/records.ts';
import type { Value } from '../scorecard/scorecard.ts';
import { APPLICATION_CHARACTERISTICS } from './application.ts';
import { BALANCE_CHARACTERISTICS } from './balance.ts';
import type { CaseHistory, Characteristic } from './characteristic.ts';
import { CONTACT_CHARACTERISTICS } from './contacts.ts';
import { DATA_QUALITY_CHARACTERISTICS } from './data-quality.ts';
import { INCOME_CHARACTERISTICS } from './income.ts';
import { MEASURE_CHARACTERISTICS } from './measures.ts';
import { OBLIGATION_CHARACTERISTICS } from './obligations.ts';
import { PAYMENT_CHARACTERISTICS } from './payments.ts';
import { PERSON_HISTORY_CHARACTERISTICS } from './person-history.ts';
import { PROMISE_CHARACTERISTICS } from './promises.ts';
import { PUBLIC_RECORD_CHARACTERISTICS } from './public-records.ts';
import { SAFEGUARD_CHARACTERISTICS } from './safeguards.ts';
import { SEASON_CHARACTERISTICS } from './season.ts';
import { STATEMENT_CHARACTERISTICS } from './statements.ts';

/** Every characteristic there is. Ids are stable: decisions of years ago name them. */
export const CHARACTERISTICS: readonly Characteristic[] = [
  ...BALANCE_CHARACTERISTICS,
  ...PAYMENT_CHARACTERISTICS,
  ...STATEMENT_CHARACTERISTICS,
  ...PERSON_HISTORY_CHARACTERISTICS,
  ...PROMISE_CHARACTERISTICS,
  ...CONTACT_CHARACTERISTICS,
  ...MEASURE_CHARACTERISTICS,
  ...PUBLIC_RECORD_CHARACTERISTICS,
  ...INCOME_CHARACTERISTICS,
  ...OBLIGATION_CHARACTERISTICS,
  ...APPLICATION_CHARACTERISTICS,
  ...SEASON_CHARACTERISTICS,
  ...SAFEGUARD_CHARACTERISTICS,
  ...DATA_QUALITY_CHARACTERISTICS,
];

const BY_ID = new Map(CHARACTERISTICS.map((characteristic) => [characteristic.id, characteristic]));

const FOR_CASE = {
  claim: CHARACTERISTICS.filter(({ applies }) => applies !== 'application'),
  application: CHARACTERISTICS.filter(({ applies }) => applies !== 'claim'),
} as const;

export function characteristic(id: string): Characteristic | undefined {
  return BY_ID.get(id);
}

export function characteristicsFor(kind: 'claim' | 'application'): readonly Characteristic[] {
  return FOR_CASE[kind];
}

export interface MeasuredCase {
  readonly values: Readonly<Record<string, Value>>;
  readonly evidence: Readonly<Record<string, Provenance>>;
}

/**
 * Every characteristic of the case, or those wanted (what a policy and its scorecards use); evidence only where a
 * value rests on a record.
 */
export function measureCase(
  history: CaseHistory,
  wanted: readonly Characteristic[] = FOR_CASE[history.case.kind],
): MeasuredCase {
  const values: Record<string, Value> = {};
  const evidence: Record<string, Provenance> = {};
  // Many values rest on the same few records: one provenance a record, not one a value.
  const provenances = new Map<Provenance, Provenance>();
  for (const { id, measure } of wanted) {
    const { value, evidence: record } = measure(history);
    values[id] = value;
    if (record === null) continue;
    let found = provenances.get(record);
    if (found === undefined) provenances.set(record, (found = provenance(record)));
    evidence[id] = found;
  }
  return { values, evidence };
}

/** The provenance alone: the rest of the record is no part of the evidence. */
function provenance({ source, obtainedOn, validUntil }: Provenance): Provenance {
  return { source, obtainedOn, validUntil };
}
