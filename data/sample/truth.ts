import type { IsoDate } from '../../scoring/portfolio/dates.ts';
import { SIMULATED_MEASURES, type SimulatedMeasure } from './response.ts';

/** What the simulator knows and nobody else may: kept apart, never imported, for judging models against the truth. */
export type Truth = ClaimTruth | ApplicationTruth;

export interface ClaimTruth {
  readonly kind: 'claim';
  readonly number: string;
  readonly asOf: IsoDate;
  /** Probability of a payment within 90 days of the measure. */
  readonly payWithin90: Readonly<Record<SimulatedMeasure, number>>;
  /** Share of the balance expected to be paid within 90 days when anything is. */
  readonly paidShare: number;
}

export interface ApplicationTruth {
  readonly kind: 'application';
  readonly number: string;
  readonly asOf: IsoDate;
  readonly defaultWithin12Months: number;
}

export const TRUTH_COLUMNS: readonly string[] = [
  'portfolio',
  'kind',
  'number',
  'as_of',
  'default_within_12_months',
  'paid_share',
  ...SIMULATED_MEASURES.map((measure) => `pay_within_90_${measure}`),
];

export function truthRow(portfolio: string, truth: Truth): readonly string[] {
  const head = [portfolio, truth.kind, truth.number, truth.asOf];
  return truth.kind === 'application'
    ? [...head, truth.defaultWithin12Months.toFixed(6), '', ...SIMULATED_MEASURES.map(() => '')]
    : [
        ...head,
        '',
        truth.paidShare.toFixed(6),
        ...SIMULATED_MEASURES.map((measure) => truth.payWithin90[measure].toFixed(6)),
      ];
}
