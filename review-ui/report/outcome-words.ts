import { type TargetKind, targetKindOf } from '../../scoring/scorecard/prediction.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Wording } from '../wording.ts';

/** How outcomes, and means of them, are told: shares in per cent, amounts in their own unit. */
export interface OutcomeWords {
  readonly kind: TargetKind;
  readonly name: string;
  /** Of one outcome, or of the mean of many. */
  readonly figure: (value: number) => string;
  /** Points of a term, with as many digits as their size wants. */
  readonly pointDigits: number;
}

export function outcomeWords(scorecard: Scorecard, { number, percent }: Wording): OutcomeWords {
  const kind = targetKindOf(scorecard);
  const { name, target, training } = scorecard;
  const digits = digitsFor(training.positiveRate);
  return {
    kind,
    // The rows that training makes of records have one name for every outcome; the scorecard's own name says which.
    name: training.observedOn === null ? target.name : name,
    figure: (value) => (kind === 'amount' ? number(value, digits) : percent(value, 1)),
    pointDigits: kind === 'amount' ? digits : 1,
  };
}

/** Three digits of a number of this size that can be told apart; whole units of what is large. */
export function digitsFor(value: number): number {
  const size = Math.abs(value);
  if (size === 0) return 2;
  return Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(size))));
}
